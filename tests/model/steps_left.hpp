#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace model {

/// How many steps are left to do, for one who waits until some are done.
class StepsLeft {
 public:
  explicit StepsLeft(std::uint64_t count) : left_(count) {}
  void one_done() {
    if (--left_ % 8 == 0) some_done_.notify_one();
  }
  [[nodiscard]] std::uint64_t now() const { return left_; }
  /// Returns also when nobody gets on for a while.
  void await_less_than(std::uint64_t count) {
    std::unique_lock lock(mutex_);
    some_done_.wait_for(lock, std::chrono::microseconds(200), [&] { return left_ < count || left_ == 0; });
  }

 private:
  std::atomic<std::uint64_t> left_;
  std::mutex mutex_;
  std::condition_variable some_done_;
};

}  // namespace model
