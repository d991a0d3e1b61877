#include "memory/removals.hpp"

namespace tagcache::detail {

Removals::~Removals() {
  if (told_) {
    slots_.for_each([this](const Slot& slot) {
      try {
        told_(Removal(slot.key(), slot.entry, slot.cause));
      } catch (...) {  // NOLINT(bugprone-empty-catch): whoever read or wrote has no part in what a listener does
      }
    });
  }
  retired_.retire(std::move(slots_), at_once_);
}

}  // namespace tagcache::detail
