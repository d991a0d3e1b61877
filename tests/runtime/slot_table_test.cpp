#include "memory/slot_table.hpp"

#include <malloc.h>

#include <atomic>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <tagcache/key.hpp>
#include <tagcache/pieces.hpp>
#include <thread>
#include <vector>

#include "catch.hpp"

using tagcache::KeyView;
using tagcache::detail::Basis;
using tagcache::detail::EntryNodeOf;
using tagcache::detail::HashedPrefix;
using tagcache::detail::Pinned;
using tagcache::detail::PinnedSlot;
using tagcache::detail::Scope;
using tagcache::detail::Seat;
using tagcache::detail::Slot;
using tagcache::detail::SlotTable;

namespace {

/// Bytes, where the allocator of the C library is used and tells, and those of slabs.
std::size_t allocated() {
  const std::size_t in_slabs = tagcache::detail::bytes_in_slabs();  // allocates, the first time
  const auto told = mallinfo2();
  return told.uordblks + told.hblkhd + in_slabs;
}

/// Slots by numbers, the table that has them, and the lock of a shard.
class Numbered {
 public:
  void insert(std::uint64_t number, std::uint64_t name_hash = 1) { insert(made(number, name_hash)); }
  void insert(Slot& slot) {
    table.make_room(slot.hash);
    table.insert(slot);
  }
  void replace(std::uint64_t number) {
    Slot& before = *find_locked(number);
    table.replace(before, made(number, 1));
  }
  void erase(std::uint64_t number, std::uint64_t name_hash = 1) { table.erase(*find_locked(number, name_hash)); }

  [[nodiscard]] Slot* find_locked(std::uint64_t number, std::uint64_t name_hash = 1) const {
    const auto parts = tagcache::key(number);
    return table.find_locked(KeyView(prefix_, "q", name_hash, parts));
  }
  /// Whether a reader finds it, and with the right key.
  [[nodiscard]] bool has(std::uint64_t number, std::uint64_t name_hash = 1) const {
    const auto parts = tagcache::key(number);
    const KeyView key(prefix_, "q", name_hash, parts);
    const PinnedSlot found(table.look_up(key));
    return found.get() != nullptr && found.get()->key() == key;
  }
  /// A number whose key has the same hash as that of any other `name_hash`.
  [[nodiscard]] std::uint64_t colliding(std::uint64_t name_hash) const {
    constexpr std::uint64_t before_mixing = 0x1234'5678'9ABC'DEF0;
    return before_mixing ^ (prefix_.hash + name_hash + 0x9E37'79B9'7F4A'7C15);
  }

  [[nodiscard]] Slot& made(std::uint64_t number, std::uint64_t name_hash = 1) {
    const auto parts = tagcache::key(number);
    const KeyView key(prefix_, "q", name_hash, parts);
    slots_.push_back(Slot::make(key, Basis{0, 0, &scope_}, std::make_shared<EntryNodeOf<int>>(1), {}));
    return *slots_.back();
  }

  SlotTable table;

 private:
  HashedPrefix prefix_{"app"};
  Scope scope_{"app"};
  std::deque<std::unique_ptr<Slot>> slots_;
};

}  // namespace

TEST_CASE("a table has what was inserted and not erased, while it grows and after") {
  Numbered slots;
  constexpr std::uint64_t count = 5000;
  for (std::uint64_t i = 0; i < count; ++i) {
    slots.insert(i);
    if (i % 3 == 0) slots.erase(i / 3);
  }
  CHECK(slots.table.size() == count - (count + 2) / 3);
  for (std::uint64_t i = 0; i < count; ++i) {
    const bool is_there = i >= (count + 2) / 3;
    if (slots.has(i) != is_there || (slots.find_locked(i) != nullptr) != is_there) FAIL(i);
  }
  CHECK_FALSE(slots.has(count));
}

TEST_CASE("a table with room for its slots allocates nothing when they come, and has more when more do") {
  const std::uint64_t count = GENERATE(as<std::uint64_t>{}, 1, 128, 129, 20'000);
  Numbered slots;
  std::vector<Slot*> made;
  for (std::uint64_t i = 0; i < count; ++i) made.push_back(&slots.made(i));
  slots.table.reserve(count);
  const std::size_t before = allocated();
  for (Slot* const slot : made) slots.insert(*slot);
  CHECK(allocated() == before);
  for (std::uint64_t i = count; i < 3 * count; ++i) slots.insert(i);
  for (std::uint64_t i = 0; i < 3 * count; ++i) {
    if (!slots.has(i)) FAIL(i);
  }
}

TEST_CASE("what had to pass on to another bucket is found when others have left") {
  Numbered slots;
  for (std::uint64_t i = 0; i < 190; ++i) slots.insert(i);  // a segment that is nearly full
  for (std::uint64_t i = 0; i < 190; i += 2) slots.erase(i);
  for (std::uint64_t i = 0; i < 190; ++i) CHECK(slots.has(i) == (i % 2 == 1));
  for (std::uint64_t i = 200; i < 290; ++i) slots.insert(i);
  for (std::uint64_t i = 1; i < 190; i += 2) slots.erase(i);
  for (std::uint64_t i = 200; i < 290; ++i) CHECK(slots.has(i));
}

TEST_CASE("a slot takes the place of another of its key") {
  Numbered slots;
  slots.insert(7);
  const Slot* const before = slots.find_locked(7);
  slots.replace(7);
  CHECK(slots.find_locked(7) != before);
  CHECK(slots.has(7));
  CHECK(slots.table.size() == 1);
}

TEST_CASE("keys of one hash, however many, are all found and take no more than their room") {
  const std::size_t before = allocated();
  Numbered slots;
  constexpr std::uint64_t count = 1000;
  for (std::uint64_t i = 0; i < count; ++i) slots.insert(slots.colliding(i), i);
  for (std::uint64_t i = 0; i < 5000; ++i) slots.insert(i, count);
  CHECK(allocated() - before < 16'000'000);  // of which the slots are a quarter
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!slots.has(slots.colliding(i), i)) FAIL(i);
  }
  for (std::uint64_t i = 0; i < 5000; ++i) {
    if (!slots.has(i, count)) FAIL(i);
  }
  for (std::uint64_t i = 0; i < count; i += 2) slots.erase(slots.colliding(i), i);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (slots.has(slots.colliding(i), i) != (i % 2 == 1)) FAIL(i);
  }
}

TEST_CASE("a look tells a key that is not there from one of which it cannot tell") {
  Numbered slots;
  for (std::uint64_t i = 0; i < Seat::pins_each; ++i) slots.insert(i);
  const HashedPrefix prefix("app");
  const auto look = [&](std::uint64_t number) {
    const auto parts = tagcache::key(number);
    return slots.table.look_up(KeyView(prefix, "q", 1, parts));
  };
  CHECK(look(100).is_absent());
  std::vector<PinnedSlot> pinned;
  for (std::uint64_t i = 0; i < Seat::pins_each; ++i) {
    const Pinned found = look(i);
    REQUIRE(found.slot != nullptr);
    CHECK_FALSE(found.is_absent());
    pinned.emplace_back(found);
  }
  for (const std::uint64_t number : {std::uint64_t{1}, std::uint64_t{100}}) {
    CHECK(look(number).slot == nullptr);
    CHECK_FALSE(look(number).is_absent());
  }
  pinned.clear();
  CHECK(look(100).is_absent());
}

TEST_CASE("readers find what is there while others come and go, or are told that they cannot know") {
  std::atomic<std::uint64_t> missed = 0;
  constexpr std::uint64_t stay = 100;
  for (int round = 0; round < 300; ++round) {
    Numbered slots;
    for (std::uint64_t i = 0; i < stay; ++i) slots.insert(i);
    std::atomic<bool> is_over = false;
    const auto read = [&] {
      const HashedPrefix prefix("app");
      while (!is_over.load(std::memory_order_relaxed)) {
        for (std::uint64_t i = 0; i < stay; ++i) {
          const auto parts = tagcache::key(i);
          const Pinned found = slots.table.look_up(KeyView(prefix, "q", 1, parts));
          const PinnedSlot released(found);
          if (found.is_absent()) missed.fetch_add(1, std::memory_order_relaxed);
        }
      }
    };
    std::thread one(read);
    std::thread two(read);
    for (std::uint64_t i = stay; i < 1200; ++i) {
      slots.insert(i);
      slots.replace(i % stay);
      if (i % 2 == 0) slots.erase(i);
    }
    is_over = true;
    one.join();
    two.join();
  }
  CHECK(missed == 0);
}
