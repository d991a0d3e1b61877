#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

namespace tagcache::detail {

/// Memory for what memory stores keep: pieces of a few sizes, of slabs that all stores of the process share. A thread
/// has some of each size at hand, so that two threads seldom meet, and gives and takes more many at a time; so no call
/// pays for what others freed. Any thread may give what another one took. Slabs of which nothing is used go back to the
/// system, some kept for who comes next. The magazines are Bonwick's (2001). Under AddressSanitizer each piece is one
/// of `operator new`.
///
/// Aligned for anything that is not over-aligned; to 64 bytes, when it is for a multiple of 64 that is more than 512.
/// Throws std::bad_alloc.
[[nodiscard]] void* take_piece(std::size_t bytes);
/// `bytes` as when it was taken.
void give_piece(void* piece, std::size_t bytes) noexcept;

/// What a piece for so many bytes takes.
[[nodiscard]] std::size_t piece_bytes(std::size_t bytes) noexcept;

/// What all slabs take together that are in use, at least in part.
[[nodiscard]] std::uint64_t bytes_in_slabs() noexcept;

template <class T>
struct PieceAllocator {
  using value_type = T;

  PieceAllocator() = default;
  template <class U>
  PieceAllocator(const PieceAllocator<U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t count) {
    return is_in_piece(count) ? static_cast<T*>(take_piece(count * sizeof(T))) : std::allocator<T>().allocate(count);
  }
  void deallocate(T* memory, std::size_t count) noexcept {
    if (is_in_piece(count)) {
      give_piece(memory, count * sizeof(T));
    } else {
      std::allocator<T>().deallocate(memory, count);
    }
  }

  template <class U>
  friend bool operator==(const PieceAllocator&, const PieceAllocator<U>&) noexcept {
    return true;
  }

 private:
  [[nodiscard]] static bool is_in_piece(std::size_t count) noexcept {
    return alignof(T) <= alignof(std::max_align_t) ||
           (alignof(T) <= 64 && sizeof(T) % 64 == 0 && count * sizeof(T) > 512);
  }
};

/// A T and its count in one piece.
template <class T, class... Arguments>
[[nodiscard]] std::shared_ptr<T> make_in_piece(Arguments&&... arguments) {
  return std::allocate_shared<T>(PieceAllocator<T>(), std::forward<Arguments>(arguments)...);
}

/// What is to stand in front of something in its piece, while that is made.
struct Room {
  std::size_t bytes;          ///< a multiple of 8
  void* beginning = nullptr;  ///< once there is memory
};

/// One T behind a room, in one piece.
template <class T>
class AllocatorWithRoom {
 public:
  using value_type = T;

  explicit AllocatorWithRoom(Room& room) noexcept : room_(&room) {}
  template <class U>
  AllocatorWithRoom(const AllocatorWithRoom<U>& other) noexcept : room_(other.room_) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    const std::size_t before = to_alignment(room_->bytes + sizeof before);
    auto* const piece = static_cast<std::byte*>(take_piece(before + count * sizeof(T)));
    room_->beginning = piece;
    return reinterpret_cast<T*>(new (piece + before - sizeof before) std::size_t(before) + 1);
  }
  void deallocate(T* memory, std::size_t count) noexcept {
    const std::size_t before = *(reinterpret_cast<const std::size_t*>(memory) - 1);
    give_piece(reinterpret_cast<std::byte*>(memory) - before, before + count * sizeof(T));
  }

  template <class U>
  friend bool operator==(const AllocatorWithRoom&, const AllocatorWithRoom<U>&) noexcept {
    return true;
  }

 private:
  template <class U>
  friend class AllocatorWithRoom;

  [[nodiscard]] static constexpr std::size_t to_alignment(std::size_t bytes) noexcept {
    return (bytes + alignof(T) - 1) / alignof(T) * alignof(T);
  }

  Room* room_;  ///< for `allocate` alone: it has ended before what is made does
};

/// A T and its count in one piece, behind `room` bytes that whoever keeps the T may use for as long as it lives. The T
/// is offered so much of it as it can tell of; one that is over-aligned has none.
template <class T, class... Arguments>
[[nodiscard]] std::shared_ptr<T> make_with_room(std::size_t room, Arguments&&... arguments) {
  if constexpr (alignof(T) <= alignof(std::max_align_t)) {
    if (room > 0 && room <= T::most_room) {
      Room before{room};
      auto made = std::allocate_shared<T>(AllocatorWithRoom<T>(before), std::forward<Arguments>(arguments)...);
      made->offer_room(before.beginning, room);
      return made;
    }
  }
  return make_in_piece<T>(std::forward<Arguments>(arguments)...);
}

}  // namespace tagcache::detail
