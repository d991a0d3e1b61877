#pragma once

#include <tagcache/clock.hpp>
#include <tagcache/duration.hpp>
#include <tagcache/randomness.hpp>

namespace tagcache::detail {

/// How a load waits for one of another process: it looks again after pauses that grow from a 64th of the lease to an
/// eighth of it, and no longer than the lease in all. That is a dozen looks, whatever the lease.
class LeaseWait {
 public:
  LeaseWait(Duration lease, TimePoint now) : lease_(lease), until_(later(now, lease)), next_(lease / 64) {}

  /// How long to pause before the next look; zero when it has waited long enough. A part of each pause is left to
  /// chance, so that processes that came together do not look together.
  [[nodiscard]] Duration pause(TimePoint now, Randomness& randomness);
  [[nodiscard]] bool has_waited() const noexcept { return has_waited_; }

 private:
  const Duration lease_;
  const TimePoint until_;
  Duration next_;
  bool has_waited_ = false;
};

}  // namespace tagcache::detail
