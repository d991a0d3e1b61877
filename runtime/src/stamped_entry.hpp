#pragma once

#include <tagcache/entry_node.hpp>
#include <tagcache/pieces.hpp>
#include <tagcache/remote.hpp>

namespace tagcache::detail {

/// An entry that a remote store has under its stamp. Such a store answers each time with an entry of its own, so that
/// pointers say nothing about whether it is the same load.
struct StampedEntry : EntryCopy {
  StampedEntry(const EntryPointer& entry, Stamp its_stamp) : EntryCopy(entry), stamp(its_stamp) {}

  const Stamp stamp;
};

/// What a remote store answered; without a stamp it is known by nothing but its address.
[[nodiscard]] inline EntryPointer stamped(EntryPointer entry, Stamp stamp) {
  if (!entry || !stamp) return entry;
  return make_in_piece<StampedEntry>(entry, stamp);
}

/// Whether two entries of one key are of one load.
[[nodiscard]] inline bool same_load(const EntryPointer& left, const EntryPointer& right) noexcept {
  if (left == right) return true;
  const auto* const one = dynamic_cast<const StampedEntry*>(left.get());
  const auto* const other = dynamic_cast<const StampedEntry*>(right.get());
  return one != nullptr && other != nullptr && one->stamp && one->stamp == other->stamp;
}

}  // namespace tagcache::detail
