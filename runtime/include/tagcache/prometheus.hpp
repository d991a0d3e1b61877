#pragma once

#include <span>
#include <string>
#include <tagcache/stats.hpp>

namespace tagcache {

/// Statistics in the text format of Prometheus (text/plain; version=0.0.4): counters named `tagcache_…_total`, and the
/// histogram `tagcache_load_seconds`, with the labels `cache` and `query` or `tag`. No label carries an id. The caches
/// of one process belong into one text, where each metric may stand only once; those with one prefix need different
/// CacheOptions::counted_as. What is about a memory store (`tagcache_memory_…`), and about one in front of a remote
/// store (`tagcache_layered_…`), stands there once a store, with its number as the label `store`, and not once for each
/// cache; `tagcache_memory_store` tells which cache uses which.
[[nodiscard]] std::string prometheus(std::span<const Stats> caches);
[[nodiscard]] std::string prometheus(const Stats& stats);

}  // namespace tagcache
