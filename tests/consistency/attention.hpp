#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "ledger.hpp"

namespace consistency {

/// How long this process has really been running. Bounds in time hold for a process that runs: one that was stopped, or
/// waited for a processor, has not heard yet what came meanwhile. A thread that wakes often counts no more of each gap
/// than it would have slept.
class Attention {
 public:
  /// `needed` is how long the process must have been running since something, to know of it.
  explicit Attention(Instant needed);
  ~Attention();
  Attention(const Attention&) = delete;
  Attention& operator=(const Attention&) = delete;

  /// What happened before must be known by now. Zero while the process is too young for that.
  [[nodiscard]] Instant horizon() const { return horizon_; }
  /// How long the process has been running since.
  [[nodiscard]] Instant since(Instant when) const;
  /// How long in all.
  [[nodiscard]] Instant running() const { return running_; }
  [[nodiscard]] Instant longest_pause() const { return longest_pause_; }

 private:
  struct Sample {
    Instant real;
    Instant running;
  };
  void watch();
  void sample(Instant now);

  const Instant needed_;
  std::atomic<Instant> horizon_ = 0;
  std::atomic<Instant> running_ = 0;
  std::atomic<Instant> longest_pause_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable ending_;
  bool is_over_ = false;
  std::deque<Sample> samples_;
  std::thread watchdog_;
};

}  // namespace consistency
