#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <tagcache/tag.hpp>
#include <vector>

namespace tagcache::detail {

/// Invalidations that a store could not be told of. What they reach is not served from it until they are delivered.
/// Thread-safe; one load of an atomic while there are none.
class Undelivered {
 public:
  /// Counts calls of `remember`.
  using Number = std::uint64_t;

  /// Some that wait, and the last call that brought one of them.
  struct Batch {
    std::vector<Invalidation> invalidations;
    Number last = 0;
  };

  void remember(std::span<const Invalidation> invalidations);

  [[nodiscard]] Batch batch() const;
  /// The store has heard of a batch. What came while it was told may have come too late for it, and stays.
  void delivered(const Batch& batch);

  /// What becomes of an entry with these tags by those that came after `since`; absent when none reaches it.
  [[nodiscard]] std::optional<Becomes> effect(std::span<const Tag> tags, Number since = 0) const;

  [[nodiscard]] Number last() const noexcept { return last_.load(std::memory_order_acquire); }
  [[nodiscard]] std::size_t count() const noexcept { return count_.load(std::memory_order_acquire); }
  /// How often the store has heard of some: what it said before the last time is to be judged by what waited then.
  [[nodiscard]] Number deliveries() const noexcept { return deliveries_.load(std::memory_order_acquire); }

  /// More than these are not kept apart: each gives way to the tag above it, which reaches more, if there is one.
  static constexpr std::size_t most = 1'000;

 private:
  struct Waiting {
    Invalidation invalidation;
    Number number;  ///< of the last call that asked for it
  };

  void add(const Invalidation& invalidation, Number number);
  void merge(Number number);

  mutable std::mutex mutex_;
  std::vector<Waiting> waiting_;
  std::size_t merged_at_ = most;  ///< merging is in vain before there are more than twice as many
  std::atomic<Number> last_ = 0;
  std::atomic<Number> deliveries_ = 0;
  std::atomic<std::size_t> count_ = 0;
};

}  // namespace tagcache::detail
