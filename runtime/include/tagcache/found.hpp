#pragma once

#include <tagcache/entry.hpp>
#include <tagcache/miss_cause.hpp>

namespace tagcache {

/// What a store can say about an entry. Its TTL and grace are judged by the caller.
enum class Validity {
  valid,        ///< neither the entry nor a tag of it was expired or invalidated since its load began
  lapsed,       ///< that too; but it is a copy in memory, and its memory_ttl is over: it is no longer fresh
  expired,      ///< a tag was, or the entry itself: it is in grace, if it has any, whatever its TTL says
  invalidated,  ///< a tag was; the entry may only stand in when a load fails
};

/// An entry and its validity. `entry` is null when nothing of the type is stored, or when it was cleared.
struct Found {
  detail::EntryPointer entry;
  Validity validity = Validity::valid;
  MissCause absence = MissCause::absent;  ///< why `entry` is null, as far as the store knows
};

}  // namespace tagcache
