#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <tagcache/tag.hpp>
#include <utility>
#include <vector>

#include "account.hpp"
#include "accounts_cache.hpp"

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

/// What no miss can do without: the value, its two tags as the schema makes them, and memory for what is known of it.
/// The oldest gives way. It looks nothing up, and knows no time and no other thread.
class NewFloor {
 public:
  static constexpr const char* name = "F_new";
  explicit NewFloor(std::size_t entries) : entries_(entries) {}

  std::uint64_t read(std::uint64_t id) {
    Kept kept{std::make_unique<Known>(), std::make_shared<const Entry>(workload::load_account(id), tags(id))};
    Kept& place = entries_[next_++ % entries_.size()];
    place = std::move(kept);
    return place.entry->account.id;
  }

 private:
  struct Entry {
    Entry(workload::Account its_account, tagcache::TagSet its_tags)
        : account(std::move(its_account)), tags(std::move(its_tags)) {}
    workload::Account account;
    tagcache::TagSet tags;
  };
  using Known = std::array<std::uint64_t, 18>;
  struct Kept {
    std::unique_ptr<Known> known;
    std::shared_ptr<const Entry> entry;
  };

  static tagcache::TagSet tags(std::uint64_t id) {
    return tagcache::tag_set(workload::AccountCache::tags.bank.customers.accounts(id),
                             workload::AccountCache::tags.search.index.entries(id));
  }

  std::vector<Kept> entries_;
  std::size_t next_ = 0;
};

}  // namespace peers
