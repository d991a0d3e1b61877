#pragma once

#include <cstdint>
#include <tagcache/stats.hpp>

namespace tagcache::detail {

/// What health is judged by.
struct Condition {
  std::uint64_t store_errors_in_a_row = 0;
  std::uint64_t remote_errors_in_a_row = 0;  ///< of a remote store behind memory
  bool deaf = false;                         ///< memory hears nothing of other nodes
  std::uint64_t undelivered = 0;             ///< invalidations
  std::uint64_t refusals_in_a_row = 0;       ///< of the executor
  bool stopped = false;                      ///< no background work any more
  bool enabled = true;
  bool read_only = false;
  std::uint64_t verified = 0;
  std::uint64_t found_stale = 0;
};

[[nodiscard]] Health judge(const Condition& condition);

}  // namespace tagcache::detail
