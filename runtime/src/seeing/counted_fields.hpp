#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tagcache/stats.hpp>

namespace tagcache::detail {

/// What is counted of a query with one number. The first are counted by reads that load nothing.
enum class Count : std::size_t {
  hit,
  stale,
  negative,
  joined,
  fallback,
  remembered_error,
  timeout,
  failed,
  failed_load,
  kept,
  not_kept,
  refresh,
  refused_refresh,
  failed_refresh,
  warmed,
  failed_warming,
  warming_given_up,
  verified,
  found_stale,
  compared_refresh,
  changed_refresh,
  lease_wait,
  spared_load,
};

/// Where a snapshot has each, in the same order.
inline constexpr auto counted_fields = std::to_array<std::uint64_t QueryStats::*>({&QueryStats::hits,
                                                                                   &QueryStats::stale,
                                                                                   &QueryStats::negative,
                                                                                   &QueryStats::joined,
                                                                                   &QueryStats::fallbacks,
                                                                                   &QueryStats::remembered_errors,
                                                                                   &QueryStats::timeouts,
                                                                                   &QueryStats::failed,
                                                                                   &QueryStats::failed_loads,
                                                                                   &QueryStats::kept,
                                                                                   &QueryStats::not_kept,
                                                                                   &QueryStats::refreshes,
                                                                                   &QueryStats::refused_refreshes,
                                                                                   &QueryStats::failed_refreshes,
                                                                                   &QueryStats::warmed,
                                                                                   &QueryStats::failed_warmings,
                                                                                   &QueryStats::warmings_given_up,
                                                                                   &QueryStats::verified,
                                                                                   &QueryStats::found_stale,
                                                                                   &QueryStats::compared_refreshes,
                                                                                   &QueryStats::changed_refreshes,
                                                                                   &QueryStats::lease_waits,
                                                                                   &QueryStats::spared_loads});

}  // namespace tagcache::detail
