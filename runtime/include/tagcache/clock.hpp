#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <tagcache/duration.hpp>

namespace tagcache {

/// An instant of a Clock. Only instants of one clock may be compared; the epoch has no meaning.
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

/// The source of time of a cache. Clocks decide how long an entry lives (TTL, grace) and nothing else: whether an entry
/// was invalidated is never a question of time.
///
/// Thread-safe: `now` is called from many threads at once. It must not throw and never run backwards.
/// Tests pass a `testing::ManualClock`, so that no test waits.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const noexcept = 0;

  /// An instant that is as a rule not before `now`, and a few milliseconds after it at most, for those who want it
  /// sooner than exactly: hits ask for it, and ask `now` when an entry is about to expire. Unless a clock says
  /// otherwise, it is `now`.
  [[nodiscard]] virtual TimePoint roughly_now() const noexcept { return now(); }

  /// Waits until `changed` is notified or `now` reaches `deadline`; may return earlier for no reason. `lock` is held by
  /// the caller, is given up meanwhile, and guards what `changed` tells of. What stands here suits clocks that run as
  /// fast as real time.
  virtual void wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                          TimePoint deadline) const;
};

/// The clock that a cache uses when none is given: the monotonic clock of the machine.
[[nodiscard]] std::shared_ptr<const Clock> steady_clock();

/// `start + duration`, or the last instant there is when that would overflow.
[[nodiscard]] constexpr TimePoint later(TimePoint start, Duration duration) noexcept {
  // Measured from the epoch for instants before it, where the difference itself could overflow.
  const auto room = TimePoint::max() - (start < TimePoint() ? TimePoint() : start);
  return duration >= std::chrono::duration_cast<Duration>(room) ? TimePoint::max() : start + duration;
}

}  // namespace tagcache
