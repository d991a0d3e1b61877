#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tagcache/pieces.hpp>
#include <vector>

#include "memory/place.hpp"

namespace tagcache::detail {

/// Remembers keys of entries that were evicted, by 16 bits of their hashes, in a bounded number of bytes: buckets of a
/// cache line, each of them a ring of those that left the window, and the last that left the main part. That one key is
/// taken for another now and then does no harm. Takes its memory as keys depart, 4 KiB at a time.
class DepartedKeys {
 public:
  /// Where a key was when it left; of the window also how long ago it had come there.
  struct Departure {
    bool was_in_main = false;
    unsigned since_it_came = 0;
  };

  /// So many of the window, and one of the main part for each 20 of these.
  explicit DepartedKeys(std::uint64_t count) noexcept;

  /// When there is no memory for it, it is not remembered.
  void leave_window(std::uint64_t hash, EvictionTime came) noexcept;
  void leave_main(std::uint64_t hash) noexcept;

  /// What is remembered of a key that comes back, which is then forgotten.
  [[nodiscard]] std::optional<Departure> take(std::uint64_t hash, EvictionTime now) noexcept;

  [[nodiscard]] std::uint64_t bytes() const noexcept;
  /// That remembering so many takes.
  [[nodiscard]] static std::uint64_t most_bytes(std::uint64_t count) noexcept;

 private:
  using Mark = std::uint16_t;  ///< zero: none

  struct alignas(64) Bucket {
    static constexpr std::size_t size = 20;
    std::array<Mark, size> marks{};
    std::array<std::uint8_t, size> came{};  ///< the low half of the time
    Mark of_main = 0;
    std::uint8_t next = 0;  ///< to be written over
  };
  static_assert(sizeof(Bucket) == 64);

  /// Buckets that came to be together, when the first of them was needed.
  using Chunk = std::vector<Bucket, PieceAllocator<Bucket>>;
  static constexpr std::uint64_t buckets_of_chunk = 64;

  [[nodiscard]] std::uint64_t place(std::uint64_t hash) const noexcept;
  /// Null when nothing of its chunk is remembered.
  [[nodiscard]] Bucket* find_bucket(std::uint64_t hash) noexcept;
  /// Null when there is no memory.
  [[nodiscard]] Bucket* make_bucket(std::uint64_t hash) noexcept;
  [[nodiscard]] static Mark mark_of(std::uint64_t hash) noexcept;

  std::uint64_t buckets_;
  std::uint8_t ring_;  ///< how much of each bucket is used, so that few keys are no more than was asked for
  std::vector<Chunk, PieceAllocator<Chunk>> chunks_;
};

}  // namespace tagcache::detail
