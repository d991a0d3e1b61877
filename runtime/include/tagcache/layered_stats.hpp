#pragma once

#include <cstdint>

namespace tagcache {

/// What a layered store did since it was made.
struct LayeredStats {
  bool hears = false;                   ///< whether announcements of all partitions are heard now
  std::uint64_t remote_hits = 0;        ///< reads that the remote store answered with a valid entry
  std::uint64_t confirmed = 0;          ///< of these: what memory held, its value was not sent
  std::uint64_t failures = 0;           ///< calls of the remote store that threw
  std::uint64_t failures_in_a_row = 0;  ///< of these, those since a call of it did not
  std::uint64_t heard = 0;              ///< announcements that were applied
  /// How often all of memory was given up, since announcements may have been missed: once when they are heard first,
  /// and twice for each connection that was lost, at its end and when there is one again.
  std::uint64_t distrusted = 0;
};

}  // namespace tagcache
