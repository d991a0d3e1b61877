#pragma once

#include <mutex>
#include <tagcache/memory.hpp>

#include "memory/retired_slots.hpp"
#include "memory/slot_list.hpp"

namespace tagcache::detail {

/// Entries on their way out of a shard. They are told of, and end, at the end of this object, which lives longer than
/// the lock: values, and who is told, may call back into the cache.
class Removals {
 public:
  /// `mutex` is that of the shard.
  Removals(const RemovalListener& told, RetiredSlots& retired, std::mutex& mutex) noexcept
      : told_(told), retired_(retired), mutex_(mutex) {}
  Removals(const Removals&) = delete;
  Removals& operator=(const Removals&) = delete;
  ~Removals();

  /// Under the lock.
  void add(Slot& slot, RemovalCause cause) noexcept {
    slot.cause = cause;
    if (told_) {
      to_tell_.push(slot);
    } else {
      retire(slot);
    }
  }
  /// Their values end now, but for those that somebody reads.
  void end_at_once() noexcept { at_once_ = true; }

 private:
  /// Under the lock.
  void retire(Slot& slot) noexcept { at_once_ ? retired_.retire_at_once(slot, work_) : retired_.retire(slot, work_); }
  void tell() noexcept;

  const RemovalListener& told_;
  RetiredSlots& retired_;
  std::mutex& mutex_;
  SlotList to_tell_;
  RetiredSlots::Work work_;
  bool at_once_ = false;
};

}  // namespace tagcache::detail
