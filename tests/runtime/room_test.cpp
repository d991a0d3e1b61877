#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/entry_node.hpp>
#include <tagcache/key.hpp>
#include <tagcache/memory.hpp>
#include <tagcache/pieces.hpp>
#include <tagcache/primitives.hpp>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "forwarding_store.hpp"
#include "memory/engine.hpp"
#include "memory/slot.hpp"

using tagcache::KeyView;
using tagcache::detail::Basis;
using tagcache::detail::EntryNodeOf;
using tagcache::detail::HashedPrefix;
using tagcache::detail::make_with_room;
using tagcache::detail::Scope;
using tagcache::detail::Slot;
using tagcache::detail::value_type;

namespace {

using TextEntry = EntryNodeOf<std::string>;

constexpr std::size_t room_bytes = 160;

std::shared_ptr<TextEntry> entry_with_room(const std::string& text) {
  return make_with_room<TextEntry>(room_bytes, text);
}

/// Slots of one key.
class Slots {
 public:
  [[nodiscard]] static std::size_t bytes(bool idles = false) {
    const auto parts = tagcache::key(std::uint64_t{1});
    return Slot::bytes(KeyView(prefix(), "q", 1, parts).type(), value_type<std::string>, idles);
  }
  [[nodiscard]] std::unique_ptr<Slot> made(const tagcache::detail::EntryPointer& entry) {
    const auto parts = tagcache::key(std::uint64_t{1});
    return Slot::make(KeyView(prefix(), "q", 1, parts), Basis{0, 0, &scope_}, entry, {});
  }

 private:
  static const HashedPrefix& prefix() {
    static const HashedPrefix app("app");
    return app;
  }
  Scope scope_{"app"};
};

/// In the piece that begins with the room of `entry`.
bool lies_beside(const Slot& slot, const TextEntry& entry) {
  const auto at = reinterpret_cast<std::uintptr_t>(&slot);
  const auto value = reinterpret_cast<std::uintptr_t>(entry.value());
  return at < value && value - at < 2 * room_bytes + sizeof(TextEntry);
}

struct alignas(64) Line {
  std::uint64_t number = 7;
};

}  // namespace

TEST_CASE("the room beside an entry is its first taker's, and lives as long as it does") {
  auto entry = entry_with_room("a text of more than sixteen characters");
  CHECK(entry->take_room(room_bytes + 1) == nullptr);
  void* const room = entry->take_room(room_bytes);
  REQUIRE(room != nullptr);
  CHECK(reinterpret_cast<std::uintptr_t>(room) % alignof(std::max_align_t) == 0);
  CHECK(entry->take_room(8) == nullptr);
  std::memset(room, 0xFF, room_bytes);
  CHECK(entry->typed_value == "a text of more than sixteen characters");
  const std::weak_ptr<TextEntry> ended = entry;
  std::memset(room, 0, room_bytes);
  entry.reset();
  CHECK(ended.expired());
}

TEST_CASE("of threads that ask for a room at a time one gets it") {
  for (int round = 0; round < 200; ++round) {
    const auto entry = entry_with_room("v");
    void* other = nullptr;
    std::thread asks([&] { other = entry->take_room(room_bytes); });
    void* const own = entry->take_room(room_bytes);
    asks.join();
    if ((own == nullptr) == (other == nullptr)) FAIL(round);
  }
}

TEST_CASE("an entry without a room has none to give") {
  const TextEntry alone("v");
  CHECK(alone.take_room(8) == nullptr);
  CHECK(make_with_room<TextEntry>(0, "v")->take_room(8) == nullptr);
  CHECK(make_with_room<EntryNodeOf<Line>>(room_bytes, Line())->take_room(8) == nullptr);  // has lines of its own
  CHECK(make_with_room<TextEntry>(4096, "v")->take_room(8) == nullptr);                   // more than can be told
}

TEST_CASE("a slot lies beside its entry when there is room, and elsewhere when another slot does") {
  Slots slots;
  const auto entry = make_with_room<TextEntry>(Slots::bytes(), "v");
  const auto first = slots.made(entry);
  const auto second = slots.made(entry);
  CHECK(lies_beside(*first, *entry));
  CHECK_FALSE(lies_beside(*second, *entry));
  for (const Slot* slot : {first.get(), second.get()}) CHECK(slot->value == entry->value());
}

TEST_CASE("the room of a copy is that beside the value") {
  Slots slots;
  auto entry = make_with_room<TextEntry>(Slots::bytes(), "a text of more than sixteen characters");
  const TextEntry& with_value = *entry;
  const auto slot = slots.made(std::make_shared<tagcache::detail::EntryCopy>(std::move(entry)));
  CHECK(lies_beside(*slot, with_value));
  CHECK(with_value.typed_value == "a text of more than sixteen characters");
}

TEST_CASE("an entry outlives the slot that lies beside it, or ends with it") {
  Slots slots;
  auto entry = make_with_room<TextEntry>(Slots::bytes(), "a text of more than sixteen characters");
  const std::weak_ptr<TextEntry> ended = entry;
  auto slot = slots.made(entry);
  SECTION("outlives") {
    slot.reset();
    CHECK(entry->typed_value == "a text of more than sixteen characters");
  }
  SECTION("ends") {
    entry.reset();
    CHECK_FALSE(ended.expired());
    slot.reset();
    CHECK(ended.expired());
  }
}

TEST_CASE("an entry that idles has room for when it was read") {
  Slots slots;
  const auto small = make_with_room<TextEntry>(Slots::bytes(), "v");
  const auto large = make_with_room<TextEntry>(Slots::bytes(true), "v");
  for (const auto& entry : {small, large}) entry->set_idle_ttl(std::chrono::seconds(1));
  CHECK_FALSE(lies_beside(*slots.made(small), *small));
  CHECK(lies_beside(*slots.made(large), *large));
}

TEST_CASE("a cache asks for room where memory keeps what it loads, and for more of what idles") {
  const auto room = [](tagcache::Primitives& cache, const tagcache::QueryOptions& options) {
    const auto parts = tagcache::key(std::uint64_t{1});
    return cache.room_beside(cache.key_view("q", 1, parts), value_type<std::string>, options);
  };
  tagcache::Primitives in_memory(tagcache::memory());
  CHECK(room(in_memory, {}) == Slots::bytes());
  CHECK(room(in_memory, {.idle_ttl = std::chrono::seconds(1)}) == Slots::bytes(true));
  CHECK(Slots::bytes(true) > Slots::bytes());
  CHECK(room(in_memory, {.layers = tagcache::Layers::remote}) == 0);
  tagcache::Primitives elsewhere(std::make_shared<ForwardingStore>(tagcache::memory()));
  CHECK(room(elsewhere, {}) == 0);
}

TEST_CASE("however a value comes into memory, its slot lies beside it") {
  const auto store = tagcache::memory();
  tagcache::Primitives cache(store);
  const std::vector<std::string> keys{"a key"};
  const auto load = [] { return std::string("a text of more than sixteen characters"); };
  SECTION("by a read") { static_cast<void>(cache.query<std::string>("a key", {}, load)); }
  SECTION("by a write") { cache.set("a key", load(), {}); }
  SECTION("by a read of several") {
    const auto load_many = [&](std::span<const std::string>) { return std::vector<std::string>{load()}; };
    static_cast<void>(
        cache.query_many<std::string>(keys, [](const std::string&) { return tagcache::TagSet(); }, load_many));
  }
  const auto parts = tagcache::key(std::string_view(keys.front()));
  const KeyView key = cache.key_view({}, tagcache::detail::hash_name({}), parts);
  const auto now = std::chrono::steady_clock::now();
  const tagcache::detail::PinnedSlot found(store->engine()->hit(key, value_type<std::string>, now, {}));
  REQUIRE(found.get() != nullptr);
  CHECK_FALSE(found.get()->has_own_piece);
}
