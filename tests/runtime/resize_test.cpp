#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Removal;
using tagcache::RemovalCause;

namespace {

constexpr std::uint64_t mebibyte = 1024 * 1024;

void fill(tagcache::Primitives& cache, int count, const tagcache::QueryOptions& options = {}) {
  for (int i = 0; i < count; ++i) cache.set(std::to_string(i), i, {}, options);
}

}  // namespace

TEST_CASE("a store that is made smaller evicts at once, and holds no more from then on") {
  World world;
  const std::size_t before = GENERATE(as<std::size_t>{}, 300, 20'000);  // of one part, and of several
  const std::size_t after = GENERATE(as<std::size_t>{}, 0, 1, 100);
  std::uint64_t told = 0;
  const auto store = tagcache::memory({.max_entries = before, .on_removed = [&told](const Removal& removal) {
                                         told += removal.cause() == RemovalCause::evicted ? 1U : 0U;
                                       }});
  tagcache::Primitives cache(store, world.options());
  fill(cache, 40'000);
  REQUIRE(store->stats().entries > after);
  store->resize(after);
  CHECK(store->stats().entries <= after);
  CHECK(store->stats().entries >= after * 8 / 10);
  CHECK(told == store->stats().removed_by(RemovalCause::evicted));
  fill(cache, 40'000);
  CHECK(store->stats().entries <= after);
}

TEST_CASE("what a resize evicts ends before it returns, and what is too much later soon") {
  const bool is_told = GENERATE(false, true);
  const std::size_t after = GENERATE(as<std::size_t>{}, 0, 10);
  const auto store = tagcache::memory(
      {.max_entries = 20'000, .on_removed = is_told ? [](const Removal&) {} : tagcache::RemovalListener()});
  tagcache::Primitives cache(store);
  const auto alive = std::make_shared<int>(0);
  const auto set = [&](int i) { cache.set(std::to_string(i), alive, {}); };
  for (int i = 0; i < 20'000; ++i) set(i);
  store->resize(after);
  CHECK(static_cast<std::size_t>(alive.use_count()) == 1 + store->stats().entries);
  for (int i = 0; i < 1'000; ++i) set(i);
  CHECK(static_cast<std::size_t>(alive.use_count()) <= 2 + store->stats().entries);
}

TEST_CASE("a store that is made larger keeps what it has and takes more") {
  World world;
  const auto store = tagcache::memory({.max_entries = 100});
  tagcache::Primitives cache(store, world.options());
  fill(cache, 100);
  store->resize(1'000);
  fill(cache, 1'000);
  CHECK(store->stats().entries == 1'000);
  CHECK(store->stats().removed_by(RemovalCause::evicted) == 0);
  CHECK(store->stats().removed_by(RemovalCause::replaced) == 100);
}

TEST_CASE("what is read stays when a store is made smaller, and what is dead goes first") {
  World world;
  const auto store = tagcache::memory({.max_entries = 400});
  tagcache::Primitives cache(store, world.options());
  fill(cache, 100);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 100; ++i) CHECK(cache.get<int>(std::to_string(i)));
  }
  for (int i = 100; i < 400; ++i) cache.set(std::to_string(i), i, {path("t")});
  SECTION("what is read stays") {}
  SECTION("what is dead goes first") { cache.invalidate(path("t")); }
  store->resize(150);
  int found = 0;
  for (int i = 0; i < 100; ++i) found += cache.get<int>(std::to_string(i)) ? 1 : 0;
  CHECK(found >= 90);
}

TEST_CASE("hits are reads: what is hit stays when a store is made smaller") {
  const auto store = tagcache::memory({.max_entries = 400});
  tagcache::Primitives cache(store);
  const auto read = [&](int i) { return cache.query<int>(std::to_string(i), {}, [i] { return i; }).status(); };
  for (int i = 0; i < 100; ++i) static_cast<void>(read(i));
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 100; ++i) CHECK(read(i) == tagcache::Status::hit);
  }
  for (int i = 100; i < 400; ++i) static_cast<void>(read(i));
  store->resize(150);
  int found = 0;
  for (int i = 0; i < 100; ++i) found += cache.get<int>(std::to_string(i)) ? 1 : 0;
  CHECK(found >= 90);
}

TEST_CASE("a bound in bytes is made smaller and larger") {
  World world;
  const auto store = tagcache::memory({.max_bytes = 8 * mebibyte});
  tagcache::Primitives cache(store, world.options());
  fill(cache, 2'000, {.weight = 10'000});
  REQUIRE(*store->stats().bytes > 7 * mebibyte);
  store->resize(100'000, 2 * mebibyte);
  CHECK(*store->stats().bytes < 2 * mebibyte);
  CHECK(*store->stats().bytes > mebibyte * 3 / 2);
  fill(cache, 2'000, {.weight = 10'000});
  CHECK(*store->stats().bytes < 2 * mebibyte);
  store->resize(100'000, 4 * mebibyte);
  fill(cache, 2'000, {.weight = 10'000});
  CHECK(*store->stats().bytes > 3 * mebibyte);
  CHECK(*store->stats().bytes < 4 * mebibyte);
}

TEST_CASE("a bound in bytes neither comes nor goes, and the message says why") {
  World world;
  const auto counted = tagcache::memory({.max_entries = 10});
  const auto weighed = tagcache::memory({.max_entries = 10, .max_bytes = mebibyte});
  CHECK_THROWS_WITH(counted->resize(5, mebibyte),
                    "This memory store was made without max_bytes: its entries were not weighed");
  CHECK_THROWS_WITH(weighed->resize(5), "This memory store was made with max_bytes: give it new ones");
  for (const auto& store : {counted, weighed}) {
    tagcache::Primitives cache(store, world.options());
    fill(cache, 20);
    CHECK(store->stats().entries == 10);
  }
}

TEST_CASE("a store may be resized while it is used") {
  World world;
  const auto store = tagcache::memory({.max_entries = 5'000});
  tagcache::Primitives cache(store, world.options());
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 2; ++thread) {
    threads.emplace_back([&cache, &stop, thread] {
      for (int i = 0; !stop; i = (i + 7) % 10'000) {
        static_cast<void>(cache.query<int>(std::to_string(i + thread), {}, [i, thread] { return i + thread; }));
      }
    });
  }
  for (int i = 0; i < 50; ++i) {
    store->resize(i % 2 == 0 ? 10 : 5'000);
    if (i % 2 == 0) CHECK(store->stats().entries <= 10);
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  store->resize(10);
  CHECK(store->stats().entries <= 10);
  for (int i = 0; i < 10'000; ++i) {
    if (const auto entry = cache.get<int>(std::to_string(i))) CHECK(entry->value() == i);
  }
}

TEST_CASE("of two resizes the later one holds, also when somebody who is told of a removal asks for it") {
  World world;
  std::shared_ptr<tagcache::MemoryStore> store;
  int told = 0;
  const auto listener = [&](const Removal&) {
    if (told++ == 0) store->resize(8'000);
  };
  store = tagcache::memory({.max_entries = 20'000, .on_removed = listener});
  tagcache::Primitives cache(store, world.options());
  fill(cache, 10'000);
  store->resize(100);
  CHECK(told > 0);
  fill(cache, 40'000);
  CHECK(store->stats().entries == 8'000);
}
