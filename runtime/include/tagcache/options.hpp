#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tagcache/clock.hpp>
#include <tagcache/duration.hpp>
#include <tagcache/executor.hpp>
#include <tagcache/policies.hpp>
#include <tagcache/randomness.hpp>

namespace tagcache {

class Observer;  // observer.hpp

/// Options of one query, of one call, or the defaults of a cache. Each may be absent. What a call leaves absent, its
/// query in the schema says; what that leaves absent, CacheOptions::defaults; then the `defaults` of the schema; then
/// what stands here as the last resort. Zero is never "the default". Negative durations and shares outside 0 to 1 are
/// refused with std::invalid_argument by the call or the cache that they are given to.
struct QueryOptions {
  /// How long an entry is fresh, counted from the end of its load. Zero: never; without grace it is then not stored at
  /// all. Last resort: 30 s.
  std::optional<Duration> ttl{};
  /// How long after that it may be served while a refresh runs, and may stand in when a load fails. Zero: off. Last
  /// resort: off.
  std::optional<Duration> grace{};
  /// The ttl of values that say "there is none": a std::optional without value, a null smart pointer. Zero: they are
  /// not kept. Last resort: `ttl`.
  std::optional<Duration> negative_ttl{};
  /// How long the error of a load is remembered: reads that would load get it again, and no refresh starts.
  /// Invalidating or expiring a tag of the query, and `set`, `del`, `expire` or `clear` of the key, end it. Zero: off.
  /// Last resort: off.
  std::optional<Duration> error_ttl{};
  /// After a refresh in the background that failed: how long no other is started for the key. It ends early as
  /// `error_ttl` does. Zero: the next read tries again. Last resort: 1 s.
  std::optional<Duration> refresh_pause{};
  /// An entry in memory that was not read for so long is gone. Zero: off. Last resort: off.
  std::optional<Duration> idle_ttl{};
  /// How long memory trusts its copy of an entry, from the end of the load, before it asks what is behind it: the
  /// remote store where there is one, else the loader. Zero: never; without grace it then keeps none. Last resort:
  /// `ttl`.
  std::optional<Duration> memory_ttl{};
  /// The ttl of each entry is changed at random by up to this share of it either way (0.1: ten per cent), so that
  /// entries loaded together do not expire together. Zero: off. Last resort: off.
  std::optional<double> jitter{};
  /// Zero: off. Last resort: off.
  std::optional<RefreshAhead> refresh_ahead{};
  /// How long a reader of an expired entry in grace waits for the refresh before it is served the old value. Zero: it
  /// does not wait. Last resort: it does not wait.
  std::optional<Duration> soft_timeout{};
  /// How long a reader that has nothing to be served waits for a load; then an entry in grace stands in, or LoadTimeout
  /// is thrown. The load goes on, and its value is kept. Zero: off, it waits to the end. Last resort: off.
  std::optional<Duration> hard_timeout{};
  /// Last resort: reload.
  std::optional<OnInvalidate> on_invalidate{};
  /// A memory store knows all invalidations of its process and is always strict. Last resort: local.
  std::optional<Consistency> consistency{};
  /// Whether callers share a load of one key that is under way. False: each loads for itself; refreshes in the
  /// background remain one a key. Last resort: true.
  std::optional<bool> single_flight{};
  /// Among processes that share a remote store: how long a load of one keeps those of others waiting, at most. They
  /// load when it has failed, or takes longer. Saves work, and is no lock: docs/consistency.md. Without effect where
  /// loads are not shared, and on reads of several keys. Zero: off. Last resort: off.
  std::optional<Duration> lease{};
  /// The share of hits that are checked: loaded again in the background, and compared. A call that asks for it with
  /// values whose tagcache::Codec cannot be seen there is refused with std::invalid_argument; where only the defaults
  /// ask, such values are left out. Zero: off. Last resort: 0.1 when Store::collects_reports, else off.
  std::optional<double> verify{};
  /// The bytes that a value takes, for a store that is bounded in bytes. Last resort: the size of its type, without
  /// what it owns elsewhere.
  std::optional<std::uint64_t> weight{};
  /// Last resort: all.
  std::optional<Layers> layers{};
};

/// Options of a cache. A generated cache fills what is absent here from its schema.
struct CacheOptions {
  /// Keeps the keys of caches on one store apart. Two caches with one prefix and version share entries. Tags are shared
  /// by all. A colon at its end is dropped; what is then empty is refused with std::invalid_argument. Absent: the name
  /// of the cache in the schema; for Primitives made by hand, "tagcache".
  std::optional<std::string> prefix{};
  /// Takes part in the keys, behind the prefix and a colon (`shop:v2`): entries of another version are not found, and
  /// stay. Refused when it is empty or has a colon. Absent: the prefix stands alone.
  std::optional<std::string> version{};
  /// What statistics call the reads whose keys are made up by hand. Absent: "primitives".
  std::optional<std::string> counted_as{};
  /// What queries and calls leave open.
  QueryOptions defaults = {};
  std::shared_ptr<const Clock> clock{};      ///< null: steady_clock()
  std::shared_ptr<Executor> executor{};      ///< null: background_threads()
  std::shared_ptr<Randomness> randomness{};  ///< null: seeded_randomness()
  std::shared_ptr<Observer> observer{};      ///< null: nobody is told
  Warming warming = {};                      ///< how mutations warm
  /// Whether the cache is used at all, to begin with: see Primitives::set_enabled. Absent: true.
  std::optional<bool> enabled{};
  /// See Primitives::set_read_only. Absent: false.
  std::optional<bool> read_only{};
  /// Hits that are checked in one second of the clock, at most; more are left unchecked. Zero: none. Absent: 100.
  std::optional<std::uint32_t> verifications_per_second{};
  /// Whether a check of a hit that finds another value stores that one. Absent: no, it only tells.
  std::optional<bool> verification_replaces{};
};

/// `given`, with what is absent in it taken from `other`.
[[nodiscard]] QueryOptions filled(QueryOptions given, const QueryOptions& other);
[[nodiscard]] CacheOptions filled(CacheOptions given, const CacheOptions& other);

/// Which entries `get` returns.
enum class Accept {
  in_grace,  ///< fresh ones, and expired ones in grace
  fresh,     ///< fresh ones only
};

}  // namespace tagcache
