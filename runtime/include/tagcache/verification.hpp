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

}  // namespace tagcache
