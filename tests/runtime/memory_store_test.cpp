#include <malloc.h>

#include <cstdint>
#include <tagcache/pieces.hpp>
#include <utility>

#include "catch.hpp"
#include "world.hpp"

namespace {

/// Bytes, where the allocator of the C library is used and tells, and those of slabs.
std::size_t allocated() {
  const std::size_t in_slabs = tagcache::detail::bytes_in_slabs();  // allocates, the first time
  const auto told = mallinfo2();
  return told.uordblks + told.hblkhd + in_slabs;
}

std::size_t count_stored(tagcache::Primitives& cache, int keys) {
  std::size_t count = 0;
  for (int i = 0; i < keys; ++i) count += cache.get<int>(std::to_string(i)).has_value() ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a memory store never holds more entries than its bound", "[A-021]") {
  const std::size_t bound = GENERATE(as<std::size_t>{}, 0, 1, 7, 1'000, 5'000);
  World world;
  const auto store = tagcache::memory({.max_entries = bound});
  tagcache::Primitives cache(store, world.options());
  for (int i = 0; i < 12'000; ++i) {
    cache.set(std::to_string(i), i, {path("t", std::to_string(i))});
    REQUIRE(store->stats().entries <= bound);
  }
  const std::size_t stored = count_stored(cache, 12'000);
  CHECK(stored <= bound);
  CHECK(stored >= bound * 9 / 10);
}

TEST_CASE("of a full store one entry leaves for the one that comes, and not one that was read") {
  World world;
  const auto store = tagcache::memory({.max_entries = 3});
  tagcache::Primitives cache(store, world.options());
  for (int i = 1; i <= 3; ++i) cache.set(std::to_string(i), i, {});
  CHECK(count_stored(cache, 4) == 3);
  for (int i = 1; i <= 2; ++i) CHECK(cache.get<int>(std::to_string(i)));
  cache.set("4", 4, {});
  for (const char* key : {"1", "2", "4"}) CHECK(cache.get<int>(key));
  CHECK_FALSE(cache.get<int>("3"));
  CHECK(store->stats().removed_by(tagcache::RemovalCause::evicted) == 1);
}

TEST_CASE("setting a key that is there evicts nothing", "[A-015]") {
  World world;
  const auto store = tagcache::memory({.max_entries = 3});
  tagcache::Primitives cache(store, world.options());
  for (int i = 0; i < 3; ++i) cache.set(std::to_string(i), i, {});
  for (int i = 0; i < 10; ++i) cache.set(std::to_string(i % 3), 10 + i, {});
  CHECK(count_stored(cache, 3) == 3);
  CHECK(cache.get<int>("0")->value() == 19);
  CHECK(store->stats().removed_by(tagcache::RemovalCause::evicted) == 0);
}

TEST_CASE("tags that moved take no room of entries, and outlive them", "[A-017]") {
  World world;
  const auto store = tagcache::memory({.max_entries = 3});
  tagcache::Primitives cache(store, world.options());
  for (int i = 0; i < 3; ++i) cache.set(std::to_string(i), i, {path("kept")});
  for (int i = 0; i < 100; ++i) cache.invalidate(path("other", std::to_string(i)));
  CHECK(count_stored(cache, 3) == 3);
  CHECK(store->stats().tags == 100);
  static_cast<void>(cache.query<int>("loading", {path("moved")}, [&] {
    cache.invalidate(path("moved"));
    for (int i = 0; i < 100; ++i) cache.set("new " + std::to_string(i), i, {});  // all that was there is evicted
    return 1;
  }));
  CHECK(store->stats().tags == 101);
  CHECK_FALSE(cache.get<int>("loading"));
}

TEST_CASE("a store of zero entries still answers") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 0}), world.options());
  const Counter load;
  CHECK(*cache.query<int>("key1", {}, load) == 1);
  CHECK(*cache.query<int>("key1", {}, load) == 2);
}

TEST_CASE("a store with room reserved takes it when it is made, and not when entries come") {
  const auto taken_in_all = [](std::size_t reserved) {
    const std::size_t before = allocated();
    World world;
    tagcache::Primitives cache(tagcache::memory({.max_entries = 20'000, .reserve_entries = reserved}), world.options());
    const std::size_t made = allocated();
    for (int i = 0; i < 20'000; ++i) cache.set(std::to_string(i), i, {});
    return std::pair(made - before, allocated() - made);
  };
  const auto [made, grown] = taken_in_all(0);
  const auto [reserved_made, reserved_grown] = taken_in_all(GENERATE(as<std::size_t>{}, 20'000, SIZE_MAX));
  if (made == 0) return;  // a sanitizer has an allocator of its own
  CHECK(reserved_made - made > 20'000 * 16);
  CHECK(reserved_made - made < 20'000 * 34);
  CHECK(reserved_grown + 20'000 * 4 < grown);  // not all of it: slabs are taken whole, and some are kept from before
}

TEST_CASE("entries that are read stay when others are evicted") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 10}), world.options());
  cache.set("read", 1, {});
  for (int i = 0; i < 1'000; ++i) {
    cache.set(std::to_string(i), i, {});
    REQUIRE(cache.get<int>("read"));
  }
}

TEST_CASE("dead entries are evicted before live ones") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 4}), world.options());
  cache.set("live1", 1, {});
  cache.set("expired", 1, {}, {.ttl = 1ms});
  cache.set("live2", 1, {});
  cache.set("invalidated", 1, {path("t")});
  for (const char* key : {"live1", "live2", "expired", "invalidated"}) CHECK(cache.get<int>(key));
  world.clock->advance(1s);
  cache.invalidate(path("t"));
  cache.set("new1", 1, {});
  cache.set("new2", 1, {});
  CHECK(cache.get<int>("live1"));
  CHECK(cache.get<int>("live2"));
}

TEST_CASE("new entries replace cold ones and not each other") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 1'000}), world.options());
  for (int i = 0; i < 1'000; ++i) cache.set("cold " + std::to_string(i), i, {}, {.ttl = 1min});
  int most_loads = 100;
  SECTION("that live") { most_loads = 300; }  // a new key must come back before it gets the place of an old one
  SECTION("that expired") { world.clock->advance(1min); }
  SECTION("that were cleared") { cache.clear(); }
  const Counter load;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 100; ++i) static_cast<void>(cache.query<int>(std::to_string(i), {}, load));
  }
  CHECK(*load.loads <= most_loads);
}

TEST_CASE("what was loaded anew stays where it was, and new entries do not drive it out") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 1'000}), world.options());
  for (int i = 0; i < 1'000; ++i) cache.set(std::to_string(i), i, {});
  for (int i = 100; i < 200; ++i) cache.set(std::to_string(i), i, {});
  for (int i = 1'000; i < 1'500; ++i) cache.set(std::to_string(i), i, {});
  CHECK(count_stored(cache, 200) >= 190);
}

TEST_CASE("a store that was cleared takes a full load of new entries") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 1'000}), world.options());
  for (int i = 0; i < 1'000; ++i) cache.set(std::to_string(i), i, {});
  cache.clear();
  for (int i = 0; i < 500; ++i) cache.set(std::to_string(i), i, {});
  CHECK(count_stored(cache, 500) == 500);
}

TEST_CASE("a value may call back into the cache when it is evicted") {
  struct Nosy {
    tagcache::Primitives* cache = nullptr;
    explicit Nosy(tagcache::Primitives* asked) : cache(asked) {}
    Nosy(Nosy&& other) noexcept : cache(std::exchange(other.cache, nullptr)) {}
    Nosy& operator=(Nosy&&) = delete;
    Nosy(const Nosy&) = delete;
    Nosy& operator=(const Nosy&) = delete;
    ~Nosy() {
      if (cache != nullptr) cache->set("last words", 1, {});
    }
  };
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 3}), world.options());
  cache.set("nosy", Nosy(&cache), {});
  cache.del("nosy");
  CHECK(cache.get<int>("last words"));
}
