#pragma once

#include <cstdint>
#include <mutex>
#include <utility>

#include "memory/pins.hpp"
#include "memory/slot_list.hpp"

namespace tagcache::detail {

/// Slots that no reader finds any more. They end many at a time, since finding out that nobody reads them costs about
/// the same for one and for many. Thread-safe.
class RetiredSlots {
 public:
  /// Those that wait weigh less than a hundredth of the bound.
  explicit RetiredSlots(std::uint64_t bound) noexcept : most_weight_(bound / 128) {}
  RetiredSlots(const RetiredSlots&) = delete;
  RetiredSlots& operator=(const RetiredSlots&) = delete;
  ~RetiredSlots() { free_when_unpinned(std::move(waiting_)); }

  /// To be called without a lock: values may call back into the cache when they end.
  void retire(SlotList slots, bool at_once) noexcept {
    if (slots.empty()) return;
    {
      const std::lock_guard lock(mutex_);
      waiting_.append(std::move(slots));
      if (!at_once && waiting_.size() < most && waiting_.weight() <= most_weight_) return;
      slots = std::exchange(waiting_, {});
    }
    free_when_unpinned(std::move(slots));
  }

 private:
  static constexpr std::size_t most = 64;

  const std::uint64_t most_weight_;
  std::mutex mutex_;
  SlotList waiting_;
};

}  // namespace tagcache::detail
