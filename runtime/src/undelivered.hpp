#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <tagcache/tag.hpp>
#include <utility>
#include <vector>

namespace tagcache::detail {

/// Invalidations that a store could not be told of. What they reach is not served from it until they are delivered.
/// Thread-safe; one load of an atomic while there are none.
class Undelivered {
 public:
  /// Counts calls of `remember`.
  using Number = std::uint64_t;

  struct Waiting {
    Invalidation invalidation;
    Number number = 0;  ///< of the last call that asked for it
  };
  /// What can be remembered without memory, which may be what the store had too little of. Made before it is told.
  using Prepared = std::list<Waiting>;

  /// Some that wait, and the last call that brought one of them.
  struct Batch {
    std::vector<Invalidation> invalidations;
    Number last = 0;
  };

  [[nodiscard]] static Prepared prepared(std::span<const Invalidation> invalidations);
  void remember(Prepared invalidations) noexcept;

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
  /// `one` is one element.
  static void add(Prepared& to, Prepared one, Number number) noexcept;
  void merge(Number number);

  mutable std::mutex mutex_;
  Prepared waiting_;
  std::size_t merged_at_ = most;  ///< merging is in vain before there are more than twice as many
  std::atomic<Number> last_ = 0;
  std::atomic<Number> deliveries_ = 0;
  std::atomic<std::size_t> count_ = 0;
};

/// Invalidations that somebody is going to tell the store of. When that does not come to pass, they are remembered.
class Pledge {
 public:
  Pledge(std::shared_ptr<Undelivered> undelivered, std::span<const Invalidation> invalidations)
      : undelivered_(std::move(undelivered)), meant_(Undelivered::prepared(invalidations)) {}
  ~Pledge() {
    if (!redeemed_ && !meant_.empty()) undelivered_->remember(std::move(meant_));
  }
  Pledge(const Pledge&) = delete;
  Pledge& operator=(const Pledge&) = delete;

  /// The store is told from here on.
  void redeem() noexcept { redeemed_ = true; }

 private:
  const std::shared_ptr<Undelivered> undelivered_;
  Undelivered::Prepared meant_;
  bool redeemed_ = false;
};

}  // namespace tagcache::detail
