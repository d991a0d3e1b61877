#include <condition_variable>
#include <mutex>

#include "reader.hpp"

namespace tagcache::detail {

Duration Reader::lease_of(const ReadCall& call) const {
  // Who forces a load, or checks a value, wants one of its own.
  if (call.purpose == Purpose::force || call.purpose == Purpose::verification) return Duration::zero();
  const EffectiveOptions options = effective(call.options);
  const Duration lease = options.lease();
  if (lease == Duration::zero()) return lease;
  const bool is_shared = options.single_flight() && options.layers() != Layers::memory && store_.keeps();
  return is_shared ? lease : Duration::zero();
}

/// While it waits it has learnt nothing: each departure replaces the one before, so that the load is as young as the
/// last of them, and who joins meanwhile comes before it.
Departure Reader::depart_in_turn(const ReadCall& call, TimePoint created) {
  const Duration lease = lease_of(call);
  if (lease == Duration::zero()) return depart(call, created);
  LeaseWait wait(lease, created);
  for (;; created = options_.clock->now()) {
    Departure departure = depart(call, created, lease);
    const Duration pause = pause_before(call, departure, wait);
    if (pause == Duration::zero()) return departure;
    std::mutex mutex;
    std::condition_variable nobody;
    std::unique_lock lock(mutex);
    const TimePoint until = later(options_.clock->now(), pause);
    while (options_.clock->now() < until) options_.clock->wait_until(lock, nobody, until);
  }
}

Duration Reader::pause_before(const ReadCall& call, const Departure& departure, LeaseWait& wait) {
  if (!departure.begun.loads_elsewhere && !wait.has_waited()) return Duration::zero();
  const bool is_spared = departure.found(call).has_value();
  if (departure.begun.loads_elsewhere && !is_spared && !background_.closed()) {
    const Duration pause = wait.pause(options_.clock->now(), *options_.randomness);
    if (pause > Duration::zero()) return pause;
  }
  if (wait.has_waited()) witness_.waited_for_lease(call, is_spared);
  return Duration::zero();
}

}  // namespace tagcache::detail
