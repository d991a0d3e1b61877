#include "memory/removals.hpp"

#include <utility>

namespace tagcache::detail {

Removals::~Removals() {
  if (!to_tell_.empty()) tell();
  if (!work_.to_look_at.empty()) {
    SlotList unread = take_unpinned(std::move(work_.to_look_at));
    if (!at_once_) {
      const std::lock_guard lock(mutex_);
      unread = retired_.add_unread(std::move(unread));
    }
    free_slots(std::move(unread));
  }
  free_slots(std::move(work_.to_free));
}

void Removals::tell() noexcept {
  to_tell_.for_each([this](const Slot& slot) {
    try {
      told_(Removal(slot.key(), slot.entry, slot.cause));
    } catch (...) {  // NOLINT(bugprone-empty-catch): whoever read or wrote has no part in what a listener does
    }
  });
  const std::lock_guard lock(mutex_);
  while (Slot* const slot = to_tell_.pop()) retire(*slot);
}

}  // namespace tagcache::detail
