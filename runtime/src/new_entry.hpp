#pragma once

#include <tagcache/key.hpp>
#include <tagcache/read_call.hpp>

#include "departure.hpp"

namespace tagcache::detail {

/// The entry for what a loader gave, with the tags that `departure` has of the arguments in front of those that the
/// value told; each of these is kept once. A loader that said `unchanged` gives a new entry that shares the value of
/// `previous`; without one it throws std::logic_error. The times are left open.
[[nodiscard]] NewEntry new_entry(LoadResult& result, const EntryPointer& previous, const KeyView& key,
                                 Departure& departure);

}  // namespace tagcache::detail
