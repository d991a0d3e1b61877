#pragma once

#include <cstddef>
#include <functional>
#include <tagcache/executor.hpp>
#include <utility>
#include <vector>

namespace model {

/// An executor whose tasks run one at a time, in any order. For one thread.
class ChosenExecutor final : public tagcache::Executor {
 public:
  bool post(std::function<void()> task) override {
    if (refuses) return false;
    tasks_.push_back(std::move(task));
    return true;
  }
  /// A task with a delay is one that waits, too: no order is wrong.
  bool post_after(tagcache::Duration, std::function<void()> task) override { return post(std::move(task)); }
  [[nodiscard]] std::size_t waiting() const { return tasks_.size(); }
  void run(std::size_t place) {
    const auto task = std::move(tasks_[place]);
    tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(place));
    task();
  }

  bool refuses = false;

 private:
  std::vector<std::function<void()>> tasks_;
};

}  // namespace model
