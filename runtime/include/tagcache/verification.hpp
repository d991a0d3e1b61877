#pragma once

#include <cstdint>
#include <string>

namespace tagcache {

/// What a check found: a value that was served, loaded again and compared by their encodings. Hits are checked by
/// chance (QueryOptions::verify). Each refresh in the background is a check too, since it loads again what was valid.
struct Verification {
  std::string key;                ///< with its prefix, as KeyView::text() writes it
  bool stale = false;             ///< the source had another value, although nothing was invalidated
  std::uint64_t served_hash = 0;  ///< of the encoding of the value that was served
  std::uint64_t loaded_hash = 0;  ///< of the encoding of the value that was loaded; equal encodings have equal hashes
  bool is_refresh = false;        ///< the value had expired, or was about to
};

}  // namespace tagcache
