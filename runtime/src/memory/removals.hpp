#pragma once

#include <tagcache/memory.hpp>
#include <utility>

#include "memory/retired_slots.hpp"
#include "memory/slot_list.hpp"

namespace tagcache::detail {

/// Entries on their way out of a shard. They are told of, and retired, at the end of this object, which lives longer
/// than the lock: values, and who is told, may call back into the cache.
class Removals {
 public:
  Removals(const RemovalListener& told, RetiredSlots& retired) noexcept : told_(told), retired_(retired) {}
  Removals(const Removals&) = delete;
  Removals& operator=(const Removals&) = delete;
  ~Removals();

  void add(Slot& slot, RemovalCause cause) noexcept {
    slot.cause = cause;
    slots_.push(slot);
  }
  /// Their values end now, but for those that somebody reads.
  void end_at_once() noexcept { at_once_ = true; }

 private:
  const RemovalListener& told_;
  RetiredSlots& retired_;
  SlotList slots_;
  bool at_once_ = false;
};

}  // namespace tagcache::detail
