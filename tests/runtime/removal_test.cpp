#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Removal;
using tagcache::RemovalCause;

namespace {

/// A store of three entries that tells what leaves it.
struct Telling : World {
  std::vector<std::pair<std::string, RemovalCause>> told;
  std::shared_ptr<tagcache::MemoryStore> memory =
      tagcache::memory({.max_entries = 3, .on_removed = [this](const Removal& removal) {
                          told.emplace_back(removal.key(), removal.cause());
                        }});
  tagcache::Primitives few{memory, options()};

  [[nodiscard]] std::uint64_t removed(RemovalCause cause) const { return memory->stats().removed_by(cause); }
};

using Told = std::vector<std::pair<std::string, RemovalCause>>;

}  // namespace

TEST_CASE("who listens is told of each entry that leaves, and why") {
  Telling world;
  auto cause = RemovalCause::evicted;
  const tagcache::QueryOptions graced{.ttl = 1min, .grace = 1min};
  SECTION("evicted") {
    for (const char* key : {"key2", "key3", "key1", "key4"}) world.few.set(key, 1, {});  // a new one goes first
  }
  SECTION("replaced by a value") {
    cause = RemovalCause::replaced;
    world.few.set("key1", 1, {});
    world.few.set("key1", 2, {});
  }
  SECTION("replaced by its refresh") {
    cause = RemovalCause::replaced;
    world.few.set("key1", 1, {}, graced);
    world.clock->advance(1min);
    static_cast<void>(world.few.query<int>("key1", {}, [] { return 2; }, graced));
    world.executor->run_all();
  }
  SECTION("deleted") {
    cause = RemovalCause::deleted;
    world.few.set("key1", 1, {});
    world.few.del("key1");
  }
  SECTION("out of its time") {
    cause = RemovalCause::expired;
    world.few.set("key1", 1, {}, graced);
    world.clock->advance(2min);
    world.few.set("key1", 2, {});
  }
  SECTION("idle") {
    cause = RemovalCause::expired;
    world.few.set("key1", 1, {}, {.ttl = 1h, .idle_ttl = 1min});
    world.clock->advance(1min);
    world.few.set("key1", 2, {});
  }
  SECTION("expired by a tag, without grace") {
    cause = RemovalCause::expired;
    world.few.set("key1", 1, {path("t")});
    world.few.expire(path("t"));
    world.few.set("key1", 2, {});
  }
  SECTION("invalidated, in grace") {
    cause = RemovalCause::invalidated;
    world.few.set("key1", 1, {path("t")}, graced);
    world.few.invalidate(path("t"));
    world.few.set("key1", 2, {});
  }
  SECTION("invalidated, and then deleted") {
    cause = RemovalCause::invalidated;
    world.few.set("key1", 1, {path("t")});
    world.few.invalidate(path("t"));
    world.few.del("key1");
  }
  SECTION("cleared") {
    cause = RemovalCause::cleared;
    world.few.set("key1", 1, {});
    world.few.clear();
    CHECK(world.told.empty());  // nobody looks for dead entries
    world.few.set("key1", 2, {});
  }
  SECTION("disconnected") {
    cause = RemovalCause::disconnected;
    world.few.set("key1", 1, {});
    world.few.disconnect();
  }
  CHECK(world.told == Told{{"tagcache:\"key1\"", cause}});
  CHECK(world.removed(cause) == 1);
  std::uint64_t all = 0;
  for (const std::uint64_t count : world.memory->stats().removed) all += count;
  CHECK(all == 1);
}

TEST_CASE("who listens gets the entry itself, when it is of the type that is asked for") {
  World world;
  std::vector<tagcache::Entry<std::string>> kept;
  tagcache::Primitives cache(tagcache::memory({.on_removed =
                                                   [&](const Removal& removal) {
                                                     CHECK(removal.tags() == tagcache::TagSet{path("t")});
                                                     CHECK_FALSE(removal.entry<int>());
                                                     kept.push_back(removal.entry<std::string>().value());
                                                   }}),
                             world.options());
  cache.set("key1", std::string("value"), {path("t")});
  cache.del("key1");
  cache.disconnect();
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].value() == "value");
}

TEST_CASE("who listens may use the cache, and what it throws is lost") {
  World world;
  tagcache::Primitives* used = nullptr;
  tagcache::Primitives cache(tagcache::memory({.on_removed =
                                                   [&used](const Removal&) {
                                                     used->set("last", 1, {});
                                                     used->invalidate(path("t"));
                                                     throw std::runtime_error("of no interest");
                                                   }}),
                             world.options());
  used = &cache;
  cache.set("key1", 1, {path("t")});
  CHECK_NOTHROW(cache.del("key1"));
  CHECK(cache.get<int>("last"));
}

TEST_CASE("nobody is told of what ends with the store") {
  World world;
  int told = 0;
  {
    tagcache::Primitives cache(tagcache::memory({.on_removed = [&told](const Removal&) { ++told; }}), world.options());
    cache.set("key1", 1, {});
  }
  CHECK(told == 0);
}

TEST_CASE("a memory store tells what it holds") {
  World world;
  const auto store = tagcache::memory({.max_entries = 50'000, .max_bytes = 64 * 1024 * 1024});
  tagcache::Primitives cache(store, world.options());
  CHECK(store->stats().entries == 0);
  CHECK(store->stats().bytes == 0);
  for (int i = 0; i < 1'000; ++i) {
    cache.set(std::to_string(i), i, {path("t", std::to_string(i % 10))}, {.weight = 1'000});
  }
  for (int i = 0; i < 10; ++i) cache.invalidate(path("another", std::to_string(i % 5)));
  const tagcache::MemoryStats stats = store->stats();
  CHECK(stats.entries == 1'000);
  CHECK(stats.tags == 5);
  CHECK(*stats.bytes > 1'000 * 1'000);
  CHECK(*stats.bytes < 2 * 1'000 * 1'000);
  cache.disconnect();
  CHECK(store->stats().entries == 0);
  CHECK(store->stats().bytes == 0);
  CHECK(store->stats().removed_by(RemovalCause::disconnected) == 1'000);
  CHECK(store->stats().stored == 1'000);
  CHECK_FALSE(tagcache::memory()->stats().bytes);
}

TEST_CASE("what a key owns counts as what its entry takes") {
  World world;
  const auto store = tagcache::memory({.max_bytes = 1024 * 1024});
  tagcache::Primitives cache(store, world.options());
  const auto cost = [&](const auto& parts) {
    const std::uint64_t before = *store->stats().bytes;
    const tagcache::TagSet none;
    const auto no_tags = [&none] { return none; };
    store->set({cache.key_view("q", 1, parts), tagcache::detail::value_type<int>, no_tags, world.clock->now()}, [] {
      auto entry = std::make_shared<tagcache::detail::EntryNodeOf<int>>(1);
      entry->grace_until = tagcache::TimePoint::max();
      return entry;
    }());
    return *store->stats().bytes - before;
  };
  const std::uint64_t plain = cost(tagcache::key(std::string("k")));
  const std::string text(10'000, 'k');
  CHECK(cost(tagcache::key(text)) == plain + 10'001);
  const std::uint64_t several = cost(tagcache::key(std::vector<std::string>{"k"}, std::optional<std::string>("k")));
  CHECK(cost(tagcache::key(std::vector<std::string>{text, text}, std::optional<std::string>(text))) ==
        several + sizeof(std::string) + 3 * 10'001);
  const std::uint64_t array =
      cost(tagcache::key(std::array<std::string, 2>{"k", "k"}, std::pair<int, std::string>(1, "k")));
  CHECK(cost(tagcache::key(std::array<std::string, 2>{"k", text}, std::pair<int, std::string>(1, text))) ==
        array + 2 * 10'001);
  CHECK(cost(tagcache::key(std::vector<int>(100))) == cost(tagcache::key(std::vector<int>())) + 100 * sizeof(int));
}

TEST_CASE("removals are told by all threads that make them") {
  World world;
  std::atomic<std::uint64_t> told = 0;
  const auto store = tagcache::memory({.max_entries = 10, .on_removed = [&told](const Removal&) { ++told; }});
  tagcache::Primitives cache(store, world.options());
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&cache, thread] {
      for (int i = 0; i < 2'000; ++i) {
        cache.set(std::to_string(i * 3 + thread), i, {path("t")});
        if (i % 7 == 0) cache.invalidate(path("t"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const tagcache::MemoryStats stats = store->stats();
  std::uint64_t removed = 0;
  for (const std::uint64_t count : stats.removed) removed += count;
  CHECK(removed == told);
  CHECK(removed + stats.entries == 6'000);
}

TEST_CASE("a load that has been kept, and is still on its way, is not joined after a del of its key") {
  World world;
  std::function<void()> on_removed = [] {};
  tagcache::Primitives one{
      tagcache::memory({.max_entries = 1, .on_removed = [&](const Removal&) { std::exchange(on_removed, [] {})(); }}),
      world.options()};
  one.set("key1", 1, {});
  std::future<int> later;
  on_removed = [&] {  // key1 gives way to key2, which is kept by now
    one.del("key2");
    later = std::async(std::launch::async, [&] { return *one.query<int>("key2", {}, [] { return 3; }); });
    CHECK(later.wait_for(20s) == std::future_status::ready);  // waits when it has joined the load of this thread
  };
  CHECK(*one.query<int>("key2", {}, [] { return 2; }) == 2);
  CHECK(later.get() == 3);
}

TEST_CASE("what a store gives up leaves in steps, between which others read and write") {
  World world;
  std::size_t left_at_first = 0;
  std::shared_ptr<tagcache::MemoryStore> store;
  const auto listener = [&](const Removal&) { left_at_first = std::max(left_at_first, store->stats().entries); };
  store = tagcache::memory({.max_entries = 1'000, .on_removed = listener});
  tagcache::Primitives cache(store, world.options());
  for (int i = 0; i < 1'000; ++i) cache.set(std::to_string(i), i, {});
  SECTION("disconnected") { cache.disconnect(); }
  SECTION("resized") { store->resize(0); }
  CHECK(left_at_first == 1'000 - 64);
  CHECK(store->stats().entries == 0);
}
