#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <tagcache/executor.hpp>
#include <utility>

namespace tagcache::testing {

/// An executor whose tasks run when told to, in the thread that tells. Thread-safe.
class ManualExecutor final : public Executor {
 public:
  bool post(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    if (refusing_) return false;
    tasks_.push_back(std::move(task));
    return true;
  }

  /// Runs the tasks that wait, and those that they post; returns how many ran.
  std::size_t run_all() {
    std::size_t count = 0;
    while (const std::function<void()> task = take()) {
      task();
      ++count;
    }
    return count;
  }

  [[nodiscard]] std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return tasks_.size();
  }

  /// From now on `post` refuses, as an executor does whose queue is full.
  void refuse(bool refusing) {
    const std::lock_guard lock(mutex_);
    refusing_ = refusing;
  }

 private:
  std::function<void()> take() {
    const std::lock_guard lock(mutex_);
    if (tasks_.empty()) return nullptr;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }

  mutable std::mutex mutex_;
  std::deque<std::function<void()>> tasks_;
  bool refusing_ = false;
};

}  // namespace tagcache::testing
