#pragma once

#include <atomic>
#include <cstdint>

namespace tagcache::detail {

/// Time as eviction counts it, see Eviction: it goes on while entries come, and turns over.
using EvictionTime = std::uint16_t;

/// What eviction knows of an entry. Changed under the lock of its shard, but for the reads. It does not move in memory.
struct Place {
  static constexpr std::uint8_t most_reads = 3;

  /// All that a hit does. Any thread may, without a lock; when two count as one it does no harm.
  void read() noexcept {
    const std::uint8_t known = reads.load(std::memory_order_relaxed);
    if (known < most_reads) reads.store(static_cast<std::uint8_t>(known + 1), std::memory_order_relaxed);
  }

  std::uint64_t hash = 0;
  Place* newer = nullptr;
  Place* older = nullptr;
  Place* next_to_end = nullptr;
  Place** link_to_end = nullptr;  ///< what points to it among those that end; null: it is not there
  std::uint32_t weight = 1;
  std::uint32_t end = 0;   ///< in ticks, see Deadlines
  EvictionTime stamp = 0;  ///< when it came where it is, or was spared last
  bool in_main = false;
  std::atomic<std::uint8_t> reads = 0;  ///< since it came, or was spared last; the last member: a hit looks at it
};

}  // namespace tagcache::detail
