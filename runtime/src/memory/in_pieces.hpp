#pragma once

#include <cstddef>
#include <new>
#include <tagcache/pieces.hpp>

namespace tagcache::detail {

/// A base of classes of some lines each, more than half a KiB: so large an allocation would make the allocator of the C
/// library sweep up all that was freed before, in one call.
struct InPieces {
  static void* operator new(std::size_t bytes, std::align_val_t) { return take_piece(bytes); }
  static void operator delete(void* memory, std::size_t bytes, std::align_val_t) noexcept { give_piece(memory, bytes); }
};

}  // namespace tagcache::detail
