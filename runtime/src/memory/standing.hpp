#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace tagcache::detail {

/// Number of an invalidation in its store: later ones have greater numbers, none is given out twice.
using Sequence = std::uint64_t;

/// What an entry is known to have outlived: two statements, each true by itself and kept up by whoever asks, so that
/// most questions need no look at its tags.
struct Standing {
  /// Entries with more tags look at them after each invalidation.
  static constexpr std::size_t most_watched = 4;
  /// Instead of the number of a neighbourhood: there is none; there are more than can be watched; nobody looked yet.
  static constexpr std::uint16_t none = 0xFFFF;
  static constexpr std::uint16_t too_many = 0xFFFE;
  static constexpr std::uint16_t unknown = 0xFFFD;
  /// What follows from its tags, found out by who needs it first: most entries of a store that is full leave before
  /// anything moved.
  using Neighbourhoods = std::array<std::uint16_t, most_watched>;

  Standing() = default;
  /// Of an entry that was loaded then. Of its neighbourhoods nothing is known: if they were ever stirred, its tags are
  /// looked at once.
  explicit Standing(Sequence stamp) noexcept : outlived(stamp) {}
  Standing(const Standing& other) noexcept { *this = other; }
  Standing& operator=(const Standing& other) noexcept {
    outlived.store(other.outlived.load(std::memory_order_relaxed), std::memory_order_relaxed);
    stirs.store(other.stirs.load(std::memory_order_relaxed), std::memory_order_relaxed);
    neighbourhoods.store(other.neighbourhoods.load(std::memory_order_relaxed), std::memory_order_relaxed);
    return *this;
  }
  ~Standing() = default;

  std::atomic<Sequence> outlived = 0;    ///< no invalidation up to this one reached the entry, and no `clear`
  std::atomic<std::uint64_t> stirs = 0;  ///< nor did any while its neighbourhoods had been stirred so often in all
  std::atomic<Neighbourhoods> neighbourhoods = Neighbourhoods{unknown, none, none, none};
};

}  // namespace tagcache::detail
