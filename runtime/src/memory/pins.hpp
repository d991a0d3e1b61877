#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <tagcache/held_entry.hpp>
#include <utility>

#include "memory/slot_list.hpp"

namespace tagcache::detail {

/// The pins of one thread. Seats are never freed: a thread that ends leaves its seat, and whatever others still pin
/// there, to a later one.
struct alignas(64) Seat {
  static constexpr std::size_t pins_each = 16;

  std::array<Pin, pins_each> pins;
  std::size_t number = 0;  ///< the first one is 0
  bool is_taken = true;
  Seat* next = nullptr;
};

/// Null before the thread read for the first time, and after its end began.
extern constinit thread_local Seat* this_threads_seat;
[[nodiscard]] Seat* take_seat() noexcept;

/// A pin of this thread that says nothing. Null when all are in use, and on systems that have no barrier for other
/// threads: who cannot pin reads under a lock, and counts.
[[nodiscard]] inline Pin* free_pin() noexcept {
  Seat* const seat = this_threads_seat != nullptr ? this_threads_seat : take_seat();
  if (seat == nullptr) return nullptr;
  for (Pin& pin : seat->pins) {
    // Acquires: another thread may have released it.
    if (pin.what.load(std::memory_order_acquire) == nullptr) return &pin;
  }
  return nullptr;
}

/// A slot that is found, and its pin, which is to be released; or none. Small enough for two registers.
struct Pinned {
  /// There is none, as a free pin says. With neither this nor a slot it could not be told.
  [[nodiscard]] bool is_absent() const noexcept { return slot == nullptr && pin != nullptr; }

  Slot* slot = nullptr;
  Pin* pin = nullptr;
};

/// The same, pinned for as long as this lives.
class PinnedSlot {
 public:
  PinnedSlot() = default;
  explicit PinnedSlot(const Pinned& found) noexcept
      : slot_(found.slot), pin_(found.slot != nullptr ? found.pin : nullptr) {}
  PinnedSlot(PinnedSlot&& other) noexcept : slot_(other.slot_), pin_(std::exchange(other.pin_, nullptr)) {}
  PinnedSlot& operator=(PinnedSlot&&) = delete;
  ~PinnedSlot() {
    if (pin_ != nullptr) release(*pin_);
  }

  [[nodiscard]] Slot* get() const noexcept { return slot_; }

 private:
  Slot* slot_ = nullptr;
  Pin* pin_ = nullptr;
};

/// Of slots that no reader finds any more those that no pin says: they are to be freed. The others end when their last
/// pin is released, in the thread that does so. No lock may be held. Costs a barrier in all threads of the process that
/// run (about 0.2 us and more), so give it many at a time.
[[nodiscard]] SlotList take_unpinned(SlotList slots) noexcept;

/// Values end here, and may use the cache: no lock may be held.
void free_slots(SlotList slots) noexcept;

inline void free_when_unpinned(SlotList slots) noexcept { free_slots(take_unpinned(std::move(slots))); }

}  // namespace tagcache::detail
