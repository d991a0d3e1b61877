#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace tagcache::detail {

struct Region;

/// What lies in a piece that nobody uses.
struct Piece {
  Piece* next;
  Piece* next_chain;  ///< of the first piece of a chain that is kept
};

/// Memory for pieces of one size; what describes it stands at its beginning. Where it lies tells which slab a piece is
/// of.
struct Slab {
  static constexpr std::size_t bytes = std::size_t{64} * 1024;
  static constexpr std::size_t first_piece = 64;  ///< where it begins

  [[nodiscard]] static Slab& of(void* piece) noexcept {
    const auto place = reinterpret_cast<std::uintptr_t>(piece);
    return *reinterpret_cast<Slab*>(place - place % bytes);
  }

  [[nodiscard]] bool has_pieces() const noexcept { return returned != nullptr || never_used + piece <= bytes; }

  Region* region = nullptr;
  std::uint32_t piece = 0;       ///< the size of each
  std::uint32_t used = 0;        ///< pieces that are not here
  std::uint32_t never_used = 0;  ///< where those begin that never were
  Piece* returned = nullptr;
  Slab* next = nullptr;  ///< of those that have pieces
  Slab* previous = nullptr;
};

/// Some pieces of one size.
struct Chain {
  void push(Piece& piece) noexcept {
    piece.next = first;
    first = &piece;
    ++count;
  }
  [[nodiscard]] Piece* pop() noexcept {
    Piece* const piece = first;
    first = piece->next;
    --count;
    return piece;
  }

  Piece* first = nullptr;
  std::size_t count = 0;
};

/// What the system gave: slabs, many at a time. A region goes back when none of its slabs is in use; one that is empty
/// stays for who comes next.
class Regions {
 public:
  /// Memory for a slab; null when there is none.
  [[nodiscard]] Slab* take() noexcept;
  void give(Slab& slab) noexcept;

  /// Nobody takes or gives one meanwhile.
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }

  [[nodiscard]] std::uint64_t bytes_used() const noexcept {
    return used_.load(std::memory_order_relaxed) * Slab::bytes;
  }

 private:
  static constexpr std::size_t slabs_each = 32;
  static constexpr std::size_t bytes_each = slabs_each * Slab::bytes;

  static constexpr std::uint32_t all_free = 0xFFFF'FFFF;  ///< a bit for each slab

  [[nodiscard]] Region* add() noexcept;

  std::mutex mutex_;
  Region* with_room_ = nullptr;
  Region* empty_ = nullptr;              ///< one that waits
  std::atomic<std::uint64_t> used_ = 0;  ///< slabs
};

/// The pieces of one size that no thread has at hand. Whoever uses them holds a lock.
class alignas(64) PiecesOfSize {
 public:
  /// So many are moved at a time.
  [[nodiscard]] static std::size_t chain_length(std::size_t piece) noexcept;

  /// So many at most. Throws std::bad_alloc when there is not even one.
  [[nodiscard]] Chain take(Regions& regions, std::size_t piece, std::size_t count);
  void give(Regions& regions, Chain chain) noexcept;
  /// Each to its slab.
  void spread(Regions& regions, Chain chain) noexcept;

 private:
  static constexpr std::size_t most_chains = 8;
  /// When so many come and none is wanted, those that are kept go to their slabs too: each piece keeps one from going.
  static constexpr std::size_t surplus = 2 * most_chains;

  [[nodiscard]] Chain take_kept(std::size_t length) noexcept;
  [[nodiscard]] bool take_from_slab(Regions& regions, std::size_t piece, Chain& chain) noexcept;
  void put_back(Regions& regions, Piece& piece) noexcept;

  Piece* chains_ = nullptr;  ///< all of full length
  std::size_t kept_ = 0;
  std::size_t given_ = 0;  ///< since one was taken
  Slab* slabs_ = nullptr;  ///< that have pieces
};

}  // namespace tagcache::detail
