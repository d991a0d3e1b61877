#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tagcache/clock.hpp>
#include <tagcache/duration.hpp>
#include <tagcache/executor.hpp>

namespace tagcache {

/// Options of one query, or of one call. Absent means: as the cache says.
struct QueryOptions {
  /// How long an entry is fresh, counted from the end of its load. Zero: never; without grace it is then not stored at
  /// all.
  std::optional<Duration> ttl = std::nullopt;
  /// How long after that it may be served while a refresh runs, and may stand in when a load fails. Zero: off.
  std::optional<Duration> grace = std::nullopt;
};

/// Options of a cache. Negative durations make its construction fail with std::invalid_argument.
struct CacheOptions {
  /// Keeps the keys of caches on one store apart. Two caches with one prefix share entries. Tags are shared by all.
  std::string prefix = "tagcache";
  Duration ttl = std::chrono::seconds(30);
  Duration grace = Duration::zero();
  std::shared_ptr<const Clock> clock = nullptr;  ///< null: steady_clock()
  std::shared_ptr<Executor> executor = nullptr;  ///< null: background_threads()
};

/// Which entries `get` returns.
enum class Accept {
  in_grace,  ///< fresh ones, and expired ones in grace
  fresh,     ///< fresh ones only
};

}  // namespace tagcache
