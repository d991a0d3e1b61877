#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <tagcache/executor.hpp>
#include <utility>

namespace tagcache::testing {

/// An executor whose tasks run when told to, in the thread that tells. Its time is its own: delayed tasks come due by
/// `advance`. Thread-safe.
class ManualExecutor final : public Executor {
 public:
  bool post(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    if (refusing_ || refusing_posts_) return false;
    tasks_.push_back(std::move(task));
    return true;
  }

  bool post_after(Duration delay, std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    if (refusing_) return false;
    delayed_.emplace(now_ + delay, std::move(task));
    return true;
  }

  /// Delayed tasks that are due by then wait to be run from now on.
  void advance(Duration duration) {
    const std::lock_guard lock(mutex_);
    now_ += duration;
    while (!delayed_.empty() && delayed_.begin()->first <= now_) {
      tasks_.push_back(std::move(delayed_.begin()->second));
      delayed_.erase(delayed_.begin());
    }
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

  /// Without those that are delayed.
  [[nodiscard]] std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return tasks_.size();
  }

  /// From now on `post` refuses, as an executor does whose queue is full.
  void refuse(bool refusing) {
    const std::lock_guard lock(mutex_);
    refusing_ = refusing;
  }
  /// The same, while `post_after` goes on to take what comes.
  void refuse_posts(bool refusing) {
    const std::lock_guard lock(mutex_);
    refusing_posts_ = refusing;
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
  std::multimap<Duration, std::function<void()>> delayed_;
  Duration now_ = Duration::zero();
  bool refusing_ = false;
  bool refusing_posts_ = false;
};

}  // namespace tagcache::testing
