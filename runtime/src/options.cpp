#include <tagcache/options.hpp>
#include <tagcache/per_call.hpp>
#include <utility>

namespace tagcache {

PerCall::PerCall() = default;
PerCall::PerCall(const QueryOptions& its_options) : options(its_options) {}
PerCall::PerCall(ForceRefresh, const QueryOptions& its_options) : options(its_options), purpose(Purpose::force) {}

namespace {

template <class T>
void fill(std::optional<T>& option, const std::optional<T>& other) {
  if (!option) option = other;
}

}  // namespace

QueryOptions filled(QueryOptions given, const QueryOptions& other) {
  fill(given.ttl, other.ttl);
  fill(given.grace, other.grace);
  fill(given.negative_ttl, other.negative_ttl);
  fill(given.error_ttl, other.error_ttl);
  fill(given.refresh_pause, other.refresh_pause);
  fill(given.idle_ttl, other.idle_ttl);
  fill(given.memory_ttl, other.memory_ttl);
  fill(given.jitter, other.jitter);
  fill(given.refresh_ahead, other.refresh_ahead);
  fill(given.soft_timeout, other.soft_timeout);
  fill(given.hard_timeout, other.hard_timeout);
  fill(given.on_invalidate, other.on_invalidate);
  fill(given.consistency, other.consistency);
  fill(given.single_flight, other.single_flight);
  fill(given.lease, other.lease);
  fill(given.verify, other.verify);
  fill(given.weight, other.weight);
  fill(given.layers, other.layers);
  return given;
}

CacheOptions filled(CacheOptions given, const CacheOptions& other) {
  fill(given.prefix, other.prefix);
  fill(given.version, other.version);
  fill(given.counted_as, other.counted_as);
  given.defaults = filled(std::move(given.defaults), other.defaults);
  if (!given.clock) given.clock = other.clock;
  if (!given.executor) given.executor = other.executor;
  if (!given.randomness) given.randomness = other.randomness;
  if (!given.observer) given.observer = other.observer;
  fill(given.warming.awaited, other.warming.awaited);
  fill(given.warming.at_once, other.warming.at_once);
  fill(given.warming.time_limit, other.warming.time_limit);
  fill(given.enabled, other.enabled);
  fill(given.read_only, other.read_only);
  fill(given.verifications_per_second, other.verifications_per_second);
  fill(given.verification_replaces, other.verification_replaces);
  return given;
}

}  // namespace tagcache
