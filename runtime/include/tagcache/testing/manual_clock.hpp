#pragma once

#include <atomic>
#include <tagcache/clock.hpp>

namespace tagcache::testing {

/// A clock that moves only when told to. Thread-safe.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const noexcept override { return TimePoint(TimePoint::duration(now_.load())); }

  /// Moves the clock forward. `step` is not negative: a Clock never runs backwards.
  void advance(TimePoint::duration step) noexcept { now_.fetch_add(step.count()); }

 private:
  std::atomic<TimePoint::duration::rep> now_{0};
};

}  // namespace tagcache::testing
