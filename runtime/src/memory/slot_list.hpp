#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "memory/slot.hpp"

namespace tagcache::detail {

/// Slots that have left the table, in the order in which they did. Linked through themselves, so that no memory is
/// needed to remove one. Does not own them.
class SlotList {
 public:
  SlotList() = default;
  SlotList(SlotList&& other) noexcept { swap(other); }
  SlotList& operator=(SlotList other) noexcept {
    swap(other);
    return *this;
  }

  [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::uint64_t weight() const noexcept { return weight_; }

  void push(Slot& slot) noexcept {
    slot.newer = nullptr;
    (last_ == nullptr ? first_ : last_->newer) = &slot;
    last_ = &slot;
    ++size_;
    weight_ += slot.weight;
  }

  /// The first; null when it is empty.
  [[nodiscard]] Slot* pop() noexcept {
    Place* const slot = first_;
    if (slot == nullptr) return nullptr;
    first_ = slot->newer;
    if (first_ == nullptr) last_ = nullptr;
    --size_;
    weight_ -= slot->weight;
    return static_cast<Slot*>(slot);
  }

  /// In one step, however many they are.
  void append(SlotList other) noexcept {
    if (other.empty()) return;
    (last_ == nullptr ? first_ : last_->newer) = other.first_;
    last_ = other.last_;
    size_ += other.size_;
    weight_ += other.weight_;
  }

  template <class Visit>
  void for_each(const Visit& visit) const {
    for (Place* slot = first_; slot != nullptr; slot = slot->newer) visit(static_cast<Slot&>(*slot));
  }

 private:
  void swap(SlotList& other) noexcept {
    std::swap(first_, other.first_);
    std::swap(last_, other.last_);
    std::swap(size_, other.size_);
    std::swap(weight_, other.weight_);
  }

  Place* first_ = nullptr;
  Place* last_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t weight_ = 0;
};

}  // namespace tagcache::detail
