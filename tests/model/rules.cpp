#include "rules.hpp"

#include <vector>

#include "universe.hpp"

namespace model {
namespace {

std::vector<Rules> all_rules() {
  std::vector<Rules> all;
  const tagcache::QueryOptions of_cache = defaults();
  for (const auto& [text, call] : option_sets()) {
    const Time ttl = call.ttl.value_or(*of_cache.ttl).count();
    const auto off = tagcache::Duration::zero();
    all.push_back({.ttl = ttl,
                   .grace = call.grace.value_or(*of_cache.grace).count(),
                   .negative_ttl = call.negative_ttl ? call.negative_ttl->count() : ttl,
                   .error_ttl = call.error_ttl.value_or(off).count(),
                   .refresh_pause = call.refresh_pause.value_or(std::chrono::seconds(1)).count(),
                   .idle_ttl = call.idle_ttl.value_or(off).count(),
                   .memory_ttl = call.memory_ttl ? std::optional(call.memory_ttl->count()) : std::nullopt,
                   .refresh_ahead = call.refresh_ahead ? call.refresh_ahead->before().count() : 0,
                   .refreshes_by_chance = call.refresh_ahead && call.refresh_ahead->is_probabilistic(),
                   .soft_timeout = call.soft_timeout.value_or(off).count(),
                   .hard_timeout = call.hard_timeout.value_or(off).count(),
                   .jitter = call.jitter.value_or(0),
                   .verify = call.verify.value_or(0),
                   .says_grace_off = call.grace == off,
                   .serves_invalidated = call.on_invalidate == tagcache::OnInvalidate::serve_stale});
  }
  return all;
}

}  // namespace

const Rules& rules_of(std::uint8_t options) {
  static const std::vector<Rules> all = all_rules();
  return all[options];
}

}  // namespace model
