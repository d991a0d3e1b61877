#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "account.hpp"

namespace peers {

/// What no cache can be faster than: a probe of a table with open addressing, at most half full, that is never written.
/// It knows no time, no tags, no eviction, and no other thread.
template <class Pointer>
class Floor {
 public:
  explicit Floor(std::size_t entries) : slots_(std::bit_ceil(2 * entries)) {}

  /// Loads what is not there, as all peers do; the others may not do that while it is read.
  std::uint64_t read(std::uint64_t id) {
    Slot& slot = probe(id);
    if (!slot.account) fill(slot, id);
    const Pointer account = slot.account;  // a pointer, or one reference more
    return account->id;
  }

 private:
  struct Slot {
    std::uint64_t id = 0;
    Pointer account{};
  };

  Slot& probe(std::uint64_t id) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t place = static_cast<std::size_t>((id * 0x9E3779B97F4A7C15ULL) >> 20U) & mask;
    while (slots_[place].account && slots_[place].id != id) place = (place + 1) & mask;
    return slots_[place];
  }
  void fill(Slot& slot, std::uint64_t id) {
    auto account = std::make_shared<const workload::Account>(workload::load_account(id));
    slot.id = id;
    if constexpr (std::is_pointer_v<Pointer>) {
      slot.account = account.get();
      owned_.push_back(std::move(account));
    } else {
      slot.account = std::move(account);
    }
  }

  std::vector<Slot> slots_;
  std::vector<std::shared_ptr<const workload::Account>> owned_;
};

struct PointerFloor : Floor<const workload::Account*> {
  static constexpr const char* name = "F_ptr";
  using Floor::Floor;
};

struct SharedPointerFloor : Floor<std::shared_ptr<const workload::Account>> {
  static constexpr const char* name = "F_sp";
  using Floor::Floor;
};

}  // namespace peers
