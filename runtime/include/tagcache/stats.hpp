#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tagcache/layered_stats.hpp>
#include <tagcache/memory.hpp>
#include <tagcache/miss_cause.hpp>
#include <vector>

/// What a cache counts: always, cheaply, and without ids. A snapshot is a plain value; numbers in it that belong
/// together may differ by what happened while it was taken. `prometheus` writes it as text.
namespace tagcache {

/// How many loads took how long, in buckets that double: from a microsecond to more than an hour in 34 numbers.
struct LoadTimes {
  static constexpr std::size_t buckets = 34;

  std::array<std::uint64_t, buckets> counts{};  ///< of each bucket alone
  std::chrono::nanoseconds sum{};

  /// The longest time that a bucket counts; absent for the last, which counts all longer ones.
  [[nodiscard]] static std::optional<std::chrono::microseconds> limit(std::size_t bucket) noexcept;

  [[nodiscard]] std::uint64_t count() const noexcept;
  /// Zero when nothing was loaded.
  [[nodiscard]] std::chrono::nanoseconds average() const noexcept;

  LoadTimes& operator+=(const LoadTimes& other) noexcept;
};

/// What was counted of one query. Each read is a hit, stale, or a miss, counted when it ends.
struct QueryStats {
  std::string query;

  std::uint64_t hits = 0;   ///< reads that were served a fresh entry
  std::uint64_t stale = 0;  ///< reads that were served an entry in grace, without waiting for its refresh
  /// Reads that had to load, or to wait for a load, by MissCause; and `get` that found nothing.
  std::array<std::uint64_t, miss_causes> missed{};

  // Of all these reads:
  std::uint64_t negative = 0;  ///< were served a value that says "there is none"

  // Of the misses:
  std::uint64_t joined = 0;             ///< shared the load of another caller
  std::uint64_t fallbacks = 0;          ///< were served an older entry because the load failed or took too long
  std::uint64_t remembered_errors = 0;  ///< got the error of an earlier load (error_ttl), or its fallback
  std::uint64_t timeouts = 0;           ///< met the hard_timeout
  std::uint64_t failed = 0;             ///< ended with an exception

  // Runs of the loader: for reads, refreshes, warming and verification.
  LoadTimes load_times;            ///< of those that gave a value
  std::uint64_t failed_loads = 0;  ///< threw
  std::uint64_t kept = 0;          ///< the store kept the value
  std::uint64_t not_kept = 0;      ///< it did not: nobody could be served with it, something newer came, or it failed

  std::uint64_t refreshes = 0;          ///< handed to the executor
  std::uint64_t refused_refreshes = 0;  ///< the executor did not take
  std::uint64_t failed_refreshes = 0;   ///< threw
  std::uint64_t warmed = 0;             ///< loads that warmed
  std::uint64_t failed_warmings = 0;    ///< threw
  std::uint64_t warmings_given_up = 0;  ///< were not done within Warming::time_limit, or too many waited already
  std::chrono::nanoseconds warm_time{};

  std::uint64_t verified = 0;            ///< hits that were checked
  std::uint64_t found_stale = 0;         ///< of these, how many differed from the source
  std::uint64_t compared_refreshes = 0;  ///< refreshes that were checks too: a value that was valid, loaded again
  std::uint64_t changed_refreshes = 0;   ///< of these, how many brought another value

  std::uint64_t lease_waits = 0;   ///< loads that waited since another process loaded the key (QueryOptions::lease)
  std::uint64_t spared_loads = 0;  ///< of these, how many need not run: what the other one loaded came

  [[nodiscard]] std::uint64_t misses() const noexcept;
  [[nodiscard]] std::uint64_t misses(MissCause cause) const noexcept { return missed[static_cast<std::size_t>(cause)]; }
  [[nodiscard]] std::uint64_t reads() const noexcept { return hits + stale + misses(); }
  [[nodiscard]] std::uint64_t loads() const noexcept { return load_times.count(); }
  /// The share of reads that waited for no load: from 0 to 1; 0 when there were none.
  [[nodiscard]] double hit_ratio() const noexcept;
  /// Zero when nothing was warmed.
  [[nodiscard]] std::chrono::nanoseconds average_warm_time() const noexcept;

  /// Adds all counters; the name stays.
  QueryStats& operator+=(const QueryStats& other) noexcept;
};

/// Invalidations of tags of one pattern.
struct TagStats {
  std::string pattern;       ///< `users(*).posts`: an id is a star
  std::uint64_t prefix = 0;  ///< with all tags below
  std::uint64_t exact = 0;   ///< of the tag alone
};

/// What a store is asked: the functions of Store.
enum class StoreCall { find, begin, is_current, keep, set, erase, expire, invalidate, clear };
inline constexpr std::size_t store_calls = 9;
/// `find` and so on.
[[nodiscard]] std::string_view name(StoreCall call) noexcept;

/// Whether a cache does its work, from what it counted: nothing is asked for it.
struct Health {
  enum class State {
    ok,
    degraded,  ///< it works, and something is wrong
    down,      ///< the store, or the remote store behind memory, has failed ten times in a row
  };
  State state = State::ok;
  std::vector<std::string> reasons;  ///< what is wrong, for people; empty when all is well
};
/// `ok` and so on.
[[nodiscard]] std::string_view name(Health::State state) noexcept;

struct Stats {
  std::string cache;                ///< CacheOptions::prefix
  std::vector<QueryStats> queries;  ///< those of the schema in its order, then what was read by hand
  std::vector<TagStats> tags;       ///< by pattern; what is beyond the bound is counted as `other`, the last
  std::uint64_t clears = 0;
  std::uint64_t undelivered = 0;  ///< invalidations that the store could not be told of yet, now; not set back
  std::array<std::uint64_t, store_calls> store_errors{};  ///< calls of the store that threw, by StoreCall
  /// What the store holds in memory, and what left it and why; absent unless it is a MemoryStore, or one is in front.
  /// Of all caches that use it, since it was made: not set back. Caches of one store tell the same: see
  /// MemoryStats::store.
  std::optional<MemoryStats> memory;
  /// How memory gets on with the remote store; absent unless the store is a LayeredStore. Likewise of all caches.
  std::optional<LayeredStats> layered;
  Health health;

  /// The sum over all queries, named `total`.
  [[nodiscard]] QueryStats total() const;
  [[nodiscard]] std::uint64_t invalidations() const noexcept;
};

}  // namespace tagcache
