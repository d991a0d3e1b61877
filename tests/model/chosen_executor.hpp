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
  bool post_after(tagcache::Duration, std::function<void()> task) override {
    delayed_.push_back(std::move(task));
    return true;
  }
  [[nodiscard]] std::size_t waiting() const { return tasks_.size(); }
  void run(std::size_t place) {
    const auto task = std::move(tasks_[place]);
    tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(place));
    task();
  }
  /// The delay of all delayed tasks is over. They post others, which run at once.
  void run_delayed() {
    for (const auto& task : std::exchange(delayed_, {})) {
      const std::size_t before = tasks_.size();
      task();
      while (tasks_.size() > before) run(before);
    }
  }

  bool refuses = false;

 private:
  std::vector<std::function<void()>> tasks_;
  std::vector<std::function<void()>> delayed_;
};

}  // namespace model
