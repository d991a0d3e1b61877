#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace model {

/// How many steps threads have left to do, for one who waits for their end and helps when nobody gets on.
class StepsLeft {
 public:
  explicit StepsLeft(std::uint64_t count) : left_(count) {}

  /// Returns how many are left.
  std::uint64_t one_done() {
    const std::uint64_t left = --left_;
    if (left == 0) {
      const std::lock_guard lock(mutex_);
      all_done_.notify_one();
    }
    return left;
  }

  /// Returns when all are done; calls `help` whenever none is done for a while.
  template <class Help>
  void await_end(const Help& help) {
    std::unique_lock lock(mutex_);
    for (std::uint64_t before = left_; before > 0; before = left_) {
      if (all_done_.wait_for(lock, std::chrono::microseconds(100), [this] { return left_ == 0; })) return;
      if (left_ == before) help();
    }
  }

 private:
  std::atomic<std::uint64_t> left_;
  std::mutex mutex_;
  std::condition_variable all_done_;
};

}  // namespace model
