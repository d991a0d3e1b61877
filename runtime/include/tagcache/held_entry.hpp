#pragma once

#include <atomic>
#include <memory>
#include <tagcache/entry.hpp>
#include <utility>

namespace tagcache::detail {

/// Says that a thread uses what a memory store may want to free: a hazard pointer (Michael, 2004). Whoever frees looks
/// at all pins first, so that a read writes to no cache line that other threads read.
struct Pin {
  std::atomic<const EntryPointer*> what = nullptr;  ///< where the store keeps the entry; null: the pin is free
  std::atomic<bool> awaited = false;                ///< somebody wanted to free it and could not
};

/// Frees what waited for pins that are free by now.
void free_unpinned() noexcept;

/// To be called when a pin has ceased to say something. Values may end here, and use the cache.
inline void free_if_awaited(const Pin& pin) noexcept {
  // Either this thread sees that it is awaited, or who awaits sees what the pin says: the barrier is made over there.
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (pin.awaited.load(std::memory_order_relaxed)) free_unpinned();
}

/// The end of what a pin says. May be called in any thread.
inline void release(Pin& pin) noexcept {
  pin.what.store(nullptr, std::memory_order_release);
  free_if_awaited(pin);
}

/// An entry that does not go away: pinned where the store keeps it, or counted.
class HeldEntry {
 public:
  HeldEntry() = default;
  HeldEntry(EntryPointer entry) noexcept : value_(entry ? entry->value() : nullptr), counted_(std::move(entry)) {}
  /// Takes over a pin that says where the entry of a value is; `value` may be a copy that ends with the pin.
  HeldEntry(Pin& pin, const void* value) noexcept : value_(value), pin_(&pin) {}

  /// A copy counts: it may be kept where pins are few.
  HeldEntry(const HeldEntry& other) noexcept : HeldEntry(other.share()) {}
  HeldEntry(HeldEntry&& other) noexcept
      : value_(std::exchange(other.value_, nullptr)),
        counted_(std::move(other.counted_)),
        pin_(std::exchange(other.pin_, nullptr)) {}
  HeldEntry& operator=(HeldEntry other) noexcept {
    std::swap(value_, other.value_);
    std::swap(counted_, other.counted_);
    std::swap(pin_, other.pin_);
    return *this;
  }
  ~HeldEntry() {
    if (pin_ != nullptr) release(*pin_);
  }

  /// Null when there is no entry. Does not look at the entry.
  [[nodiscard]] const void* value() const noexcept { return value_; }
  explicit operator bool() const noexcept { return value_ != nullptr; }

  [[nodiscard]] const EntryNode& operator*() const noexcept { return *where(); }
  [[nodiscard]] const EntryNode* operator->() const noexcept { return where().get(); }

  [[nodiscard]] EntryPointer share() const noexcept { return where(); }

 private:
  [[nodiscard]] const EntryPointer& where() const noexcept {
    return pin_ != nullptr ? *pin_->what.load(std::memory_order_relaxed) : counted_;
  }

  const void* value_ = nullptr;
  EntryPointer counted_;  ///< null while it is pinned
  Pin* pin_ = nullptr;
};

}  // namespace tagcache::detail
