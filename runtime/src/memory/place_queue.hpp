#pragma once

#include <atomic>
#include <cstdint>

#include "memory/departed_keys.hpp"

namespace tagcache::detail {

/// What eviction knows of an entry. Changed under the lock of its shard, but for the reads.
struct Place {
  static constexpr std::uint8_t most_reads = 3;

  /// All that a hit does. Any thread may, without a lock; when two count as one it does no harm.
  void read() noexcept {
    const std::uint8_t known = reads.load(std::memory_order_relaxed);
    if (known < most_reads) reads.store(static_cast<std::uint8_t>(known + 1), std::memory_order_relaxed);
  }

  std::atomic<std::uint8_t> reads = 0;  ///< since it came, or was spared last
  bool in_main = false;
  EvictionTime stamp = 0;  ///< when it came where it is, or was spared last
  std::uint64_t hash = 0;
  std::uint64_t weight = 1;
  Place* newer = nullptr;
  Place* older = nullptr;
};

/// Places in the order in which they came.
class PlaceQueue {
 public:
  PlaceQueue() noexcept { end_.newer = end_.older = &end_; }
  PlaceQueue(const PlaceQueue&) = delete;
  PlaceQueue& operator=(const PlaceQueue&) = delete;

  [[nodiscard]] bool empty() const noexcept { return end_.newer == &end_; }
  [[nodiscard]] Place& oldest() noexcept { return *end_.newer; }
  /// The next newer one; behind the newest null.
  [[nodiscard]] Place* after(const Place& place) noexcept { return place.newer == &end_ ? nullptr : place.newer; }
  [[nodiscard]] std::uint64_t weight() const noexcept { return weight_; }

  void push(Place& place) noexcept {
    place.newer = &end_;
    place.older = end_.older;
    end_.older->newer = &place;
    end_.older = &place;
    weight_ += place.weight;
  }

  void remove(Place& place) noexcept {
    place.older->newer = place.newer;
    place.newer->older = place.older;
    weight_ -= place.weight;
  }

 private:
  Place end_;  ///< newer than the newest, older than the oldest
  std::uint64_t weight_ = 0;
};

}  // namespace tagcache::detail
