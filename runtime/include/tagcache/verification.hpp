#pragma once

#include <cstdint>
#include <string>

namespace tagcache {

/// What the check of one hit found: the value that was served, loaded again and compared by their encodings.
struct Verification {
  std::string key;                ///< with its prefix, as KeyView::text() writes it
  bool stale = false;             ///< the source had another value, although nothing was invalidated
  std::uint64_t served_hash = 0;  ///< of the encoding of the value that was served
  std::uint64_t loaded_hash = 0;  ///< of the encoding of the value that was loaded; equal encodings have equal hashes
};

/// How many hits of a cache were checked since it was made.
struct VerificationCounts {
  std::uint64_t verified = 0;
  std::uint64_t found_stale = 0;  ///< of those, how many differed
};

}  // namespace tagcache
