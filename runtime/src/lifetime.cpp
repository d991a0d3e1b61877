#include "lifetime.hpp"

#include <algorithm>
#include <cmath>

namespace tagcache::detail {
namespace {

Duration jittered(Duration ttl, double share, Randomness& randomness) {
  if (share == 0 || ttl == Duration::zero()) return ttl;
  // Far beyond any life that matters, and well within what can be added.
  constexpr double limit = 0x1.0p60;
  const double shift = static_cast<double>(ttl.count()) * share * (2 * randomness.next() - 1);
  const Duration step(static_cast<Duration::rep>(std::clamp(shift, -limit, limit)));
  return step > Duration::max() - ttl ? Duration::max() : ttl + step;
}

}  // namespace

bool set_lifetime(EntryNode& entry, const EffectiveOptions& options, const LoadSettings& settings, TimePoint now,
                  Randomness& randomness) {
  const Duration ttl = settings.ttl.value_or(entry.is_absent ? options.negative_ttl() : options.ttl());
  // With a ttl of zero the options may still want an entry for its grace; a loader, or negative_ttl, does not.
  const bool unwanted = settings.uncached || (ttl == Duration::zero() && (entry.is_absent || settings.ttl));
  entry.loaded_at = now;
  entry.expires_at = unwanted ? now : later(now, jittered(ttl, options.jitter(), randomness));
  entry.grace_until = later(entry.expires_at, unwanted ? Duration::zero() : settings.grace.value_or(options.grace()));
  if (const auto& memory_ttl = options.memory_ttl()) entry.set_memory_until(later(now, *memory_ttl));
  entry.set_idle_ttl(options.idle_ttl());
  entry.weight = settings.weight.value_or(options.weight(entry.type().size));
  return entry.grace_until > now;
}

bool refresh_is_due(const EntryNode& entry, const EffectiveOptions& options, TimePoint now, Randomness& randomness) {
  const auto left = entry.fresh_until() - now;
  if (!options.refresh_ahead().is_probabilistic()) {
    const auto lead = options.refresh_lead();
    return lead > Duration::zero() && left <= lead;
  }
  const auto took = static_cast<double>((entry.loaded_at - entry.created_at).count());
  return -took * std::log(1 - randomness.next()) >= static_cast<double>(left.count());
}

}  // namespace tagcache::detail
