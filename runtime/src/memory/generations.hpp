#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <tagcache/store.hpp>
#include <vector>

#include "memory/in_pieces.hpp"
#include "memory/neighbourhoods.hpp"
#include "memory/standing.hpp"

namespace tagcache::detail {

/// The generations of tags: which tags were invalidated or expired, and when. It knows nothing of entries, and so costs
/// nothing for tags that never move: an entry is asked about with its tags and the number of an invalidation that it is
/// known to have outlived.
///
/// A hash table of what moved, in buckets of a fixed number of records. When a bucket is full, its oldest record is
/// forgotten: whoever asks about a tag of the bucket, and last asked before that record was made, is told that the tag
/// moved. So a forgotten invalidation is never lost; at worst it ends entries that were not asked about since. That
/// tags are known by their hashes costs at worst the same.
///
/// Thread-safe. Asking takes no lock, except while an invalidation of the very tags asked about is under way, or a
/// `move_all` that reaches who asks.
class Generations {
 public:
  /// About how many different tags may move before an entry that nobody asks about is taken for one that moved.
  explicit Generations(std::size_t tags);

  /// The number of the last invalidation so far. A load that begins now has seen all data of before.
  [[nodiscard]] Sequence latest() const noexcept { return latest_.load(std::memory_order_acquire); }

  /// What became since `stamp` of what carries these tags.
  [[nodiscard]] Validity since(Sequence stamp, std::span<const Tag> tags) const;

  [[nodiscard]] bool has_outlived_all(const Standing& standing) const noexcept {
    const Sequence latest = this->latest();
    return standing.outlived.load(std::memory_order_acquire) == latest;
  }

  /// The same as `since`, for an entry; quick as long as nothing moved that lies near its tags. `cleared` is the number
  /// of the last `move_all` that reached it: what has not outlived that stays as it is, to be seen by who asks.
  [[nodiscard]] Validity judge(Standing& standing, std::span<const Tag> tags,
                               const std::atomic<Sequence>& cleared = never) const;

  /// Whether the last `move_all` that reached it, which has the number `cleared`, came after `stamp`.
  [[nodiscard]] bool is_cleared_since(Sequence stamp, const std::atomic<Sequence>& cleared) const;

  /// One step: a reader sees all of it or nothing. When there is no memory for it, it throws and has done nothing.
  void invalidate(std::span<const Invalidation> invalidations);

  /// Moves everything at once, in one step too: calls `mark` with the number of a new invalidation.
  template <class Mark>
  void move_all(const Mark& mark) {
    const std::lock_guard lock(mutex_);
    const Sequence number = latest() + 1;
    mark(number);
    publish(number);
  }

  /// How many moves are remembered: one for each tag, reach and strength.
  [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }

  /// The most bytes that remembering so many tags takes.
  [[nodiscard]] static std::size_t most_bytes(std::size_t tags) noexcept;

 private:
  static constexpr std::atomic<Sequence> never = 0;

  /// A tag, how far it moved and how hard: all but the bucket of the hash of the tag.
  using Mark = std::uint32_t;

  struct alignas(64) Bucket {
    static constexpr std::size_t records = 8;
    std::array<std::atomic<Sequence>, records> numbers{};  ///< zero: no record
    std::array<std::atomic<Mark>, records> marks{};
    std::atomic<Sequence> forgotten_invalidation = 0;  ///< the greatest number forgotten
    std::atomic<Sequence> forgotten_expiry = 0;
  };

  /// Buckets that came to be together, when the first of them was needed.
  struct Chunk : InPieces {
    static constexpr std::size_t size = 64;
    std::array<Bucket, size> buckets;
  };

  struct Verdict;
  [[nodiscard]] Verdict look(Sequence stamp, std::span<const Tag> tags) const;
  [[nodiscard]] Verdict look_settled(Sequence stamp, std::span<const Tag> tags) const;
  void look_at(Verdict& verdict, Sequence stamp, std::uint64_t hash, bool is_whole) const;
  [[nodiscard]] std::size_t place(std::uint64_t hash) const noexcept;
  /// Null when nothing in its chunk ever moved.
  [[nodiscard]] Bucket* find_bucket(std::uint64_t hash) const noexcept;
  void make_room(std::uint64_t hash);
  void record(std::uint64_t hash, Reach reach, Becomes becomes, Sequence number) noexcept;
  void publish(Sequence number) noexcept;

  const std::size_t buckets_;
  std::vector<std::atomic<Chunk*>> chunks_;
  std::vector<std::unique_ptr<Chunk>> owned_;
  Neighbourhoods neighbourhoods_;
  std::atomic<Sequence> latest_ = 0;
  std::atomic<std::size_t> size_ = 0;
  mutable std::mutex mutex_;  ///< of invalidations
};

}  // namespace tagcache::detail
