#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "memory/bounds.hpp"
#include "memory/pins.hpp"
#include "memory/slot_list.hpp"

namespace tagcache::detail {

/// Slots that no reader finds any more. Whether nobody reads them is found out for many at a time, since that costs
/// about the same for one and for many. Then they end one by one, as others come: an allocator has what one gives back
/// at hand for the next. Guarded by the lock of their shard.
class RetiredSlots {
 public:
  /// What is to be done without the lock.
  struct Work {
    SlotList to_look_at;  ///< whether somebody reads them
    SlotList to_free;
  };

  /// Of a bound in bytes those that wait for either weigh less than a hundredth. Without one they are as many as make
  /// the barrier cheap, and a few per cent of the entries at most.
  explicit RetiredSlots(const Bounds& bounds) noexcept { resize(bounds); }
  RetiredSlots(const RetiredSlots&) = delete;
  RetiredSlots& operator=(const RetiredSlots&) = delete;
  ~RetiredSlots() { end(); }

  /// Other bounds for what comes from now on.
  void resize(const Bounds& bounds) noexcept {
    most_weight_ = bounds.bytes ? *bounds.bytes / 256 : bounds.entries / 32;
  }

  void end() noexcept {
    free_when_unpinned(std::exchange(waiting_, {}));
    free_slots(std::exchange(unread_, {}));
  }

  /// Takes one, and adds to `work` those whose turn it is.
  void retire(Slot& slot, Work& work) noexcept {
    waiting_.push(slot);
    // As many come as go; more go where those of which somebody has let go came as well.
    for (std::size_t i = 0; i <= unread_.size() / (2 * most); ++i) {
      if (Slot* const unread = unread_.pop()) work.to_free.push(*unread);
    }
    if (waiting_.size() >= most || waiting_.weight() > most_weight_) work.to_look_at.append(std::move(waiting_));
  }
  /// The same for all that wait.
  void retire_at_once(Slot& slot, Work& work) noexcept {
    waiting_.push(slot);
    work.to_free.append(std::move(unread_));
    work.to_look_at.append(std::move(waiting_));
  }
  /// Takes those that nobody reads; gives those of them, and of others, that are too much.
  [[nodiscard]] SlotList add_unread(SlotList slots) noexcept {
    unread_.append(std::move(slots));
    SlotList too_much;
    while (unread_.weight() > most_weight_) too_much.push(*unread_.pop());
    return too_much;
  }

 private:
  static constexpr std::size_t most = 64;

  std::uint64_t most_weight_ = 0;
  SlotList waiting_;
  SlotList unread_;
};

}  // namespace tagcache::detail
