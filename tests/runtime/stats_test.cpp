#include <atomic>
#include <cstdint>
#include <future>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "seeing/query_counters.hpp"
#include "seeing/tag_counters.hpp"
#include "world.hpp"

using tagcache::LoadTimes;
using tagcache::MissCause;
using tagcache::QueryStats;
using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions graced{.ttl = 10s, .grace = 10s};

QueryStats counted(const World& world) { return world.cache.stats().queries.at(0); }

/// A loader that takes some time of the clock.
struct Slow {
  World& world;
  tagcache::TimePoint::duration takes;
  int operator()() const {
    world.clock->advance(takes);
    return 1;
  }
};

}  // namespace

TEST_CASE("hits and misses are counted, and can be set back to zero", "[R-097][R-104]") {
  World world;
  for (int i = 0; i < 4; ++i) static_cast<void>(world.cache.query<int>("key1", {path("t")}, Counter()));
  world.cache.invalidate(path("t"));
  const tagcache::Stats before = world.cache.stats();
  CHECK(before.cache == "tagcache");
  CHECK(before.queries.at(0).query == "primitives");
  CHECK(before.total().hits == 3);
  CHECK(before.total().misses() == 1);
  CHECK(before.invalidations() == 1);
  world.cache.reset_stats();
  const tagcache::Stats after = world.cache.stats();
  CHECK(after.total().reads() == 0);
  CHECK(after.total().loads() == 0);
  CHECK(after.tags.empty());
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, Counter()));
  CHECK(world.cache.stats().total().misses(MissCause::invalidated) == 1);
}

TEST_CASE("the hit ratio is the share of reads that did not load, and zero without reads", "[R-098][RX-28][A-107]") {
  World world;
  CHECK(counted(world).hit_ratio() == 0);
  CHECK(counted(world).load_times.average() == 0ns);
  CHECK(counted(world).average_warm_time() == 0ns);
  for (int i = 0; i < 4; ++i) static_cast<void>(world.cache.query<int>("key1", {}, Counter()));
  CHECK(counted(world).hit_ratio() == 0.75);
}

TEST_CASE("a miss is counted by its cause") {
  World world;
  const auto read = [&](const char* key) {
    static_cast<void>(world.cache.query<int>(key, {path("t")}, Counter(), {.ttl = 10s, .idle_ttl = 5s}));
  };
  read("key1");
  CHECK(counted(world).misses(MissCause::absent) == 1);
  world.cache.invalidate(path("t"));
  read("key1");
  CHECK(counted(world).misses(MissCause::invalidated) == 1);
  static_cast<void>(world.cache.query<long>("key1", {}, [] { return 1L; }, {.ttl = 10s, .idle_ttl = 9s}));
  CHECK(counted(world).misses(MissCause::another_type) == 1);
  world.cache.clear();
  read("key1");
  CHECK(counted(world).misses(MissCause::cleared) == 1);
  CHECK(world.cache.stats().clears == 1);
  world.clock->advance(5s);
  read("key1");
  CHECK(counted(world).misses(MissCause::idle) == 1);
  static_cast<void>(world.cache.query<int>("key2", {}, Counter(), {.ttl = 1s}));
  world.clock->advance(1s);
  static_cast<void>(world.cache.query<int>("key2", {}, Counter(), {.ttl = 1s}));
  CHECK(counted(world).misses(MissCause::expired) == 1);
  world.store->fail(true);
  read("key1");
  CHECK(counted(world).misses(MissCause::store_failed) == 1);
  CHECK(counted(world).misses() == counted(world).reads());
}

TEST_CASE("each cause has a word of its own") {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < tagcache::miss_causes; ++i) names.push_back(name(static_cast<MissCause>(i)));
  CHECK(names == std::vector<std::string_view>{"absent", "cleared", "idle", "another_type", "expired", "invalidated",
                                               "store_failed", "disabled", "forced"});
}

TEST_CASE("each status has a word of its own") {
  std::vector<std::string_view> names;
  for (const Status status : {Status::hit, Status::stale, Status::miss, Status::reloaded, Status::fallback}) {
    names.push_back(name(status));
  }
  CHECK(names == std::vector<std::string_view>{"hit", "stale", "miss", "reloaded", "fallback"});
}

TEST_CASE("what get finds, and what it does not find, is counted") {
  World world;
  CHECK_FALSE(world.cache.get<int>("key1"));
  world.cache.set("key1", 1, {}, graced);
  CHECK(world.cache.get<int>("key1"));
  world.clock->advance(10s);
  CHECK(world.cache.get<int>("key1"));
  CHECK_FALSE(world.cache.get<int>("key1", tagcache::Accept::fresh));
  CHECK(counted(world).hits == 1);
  CHECK(counted(world).stale == 1);
  CHECK(counted(world).misses(MissCause::absent) == 1);
  CHECK(counted(world).misses(MissCause::expired) == 1);
  CHECK(counted(world).loads() == 0);
}

TEST_CASE("stale reads and their refreshes are counted") {
  World world;
  const Failing load(3);
  const auto read = [&] { return world.cache.query<int>("key1", {}, load, graced).status(); };
  CHECK(read() == Status::miss);
  world.clock->advance(10s);
  CHECK(read() == Status::stale);
  CHECK(read() == Status::stale);
  CHECK(counted(world).stale == 2);
  CHECK(counted(world).refreshes == 1);
  CHECK(world.executor->run_all() == 1);
  CHECK(counted(world).loads() == 2);
  CHECK(counted(world).kept == 2);
  world.clock->advance(10s);
  CHECK(read() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(counted(world).failed_refreshes == 1);
  CHECK(counted(world).failed_loads == 1);
  world.clock->advance(1s);  // the pause after a refresh that failed
  world.executor->refuse(true);
  CHECK(read() == Status::stale);
  CHECK(counted(world).refused_refreshes == 1);
  CHECK(counted(world).refreshes == 2);
  CHECK(counted(world).misses() == 1);
}

TEST_CASE("a load that fails is counted, with what became of its read", "[R-102]") {
  World world;
  const Failing load(2);
  const tagcache::QueryOptions options{.ttl = 10s, .grace = 10s, .error_ttl = 5s};
  const auto read = [&] { return world.cache.query<int>("key1", {path("t")}, load, options).status(); };
  CHECK(read() == Status::miss);
  world.cache.invalidate(path("t"));
  CHECK(read() == Status::fallback);
  CHECK(counted(world).fallbacks == 1);
  CHECK(counted(world).failed == 0);
  CHECK(read() == Status::fallback);
  CHECK(counted(world).remembered_errors == 1);
  world.clock->advance(20s);
  CHECK_THROWS_AS(read(), std::runtime_error);
  CHECK(counted(world).failed == 1);
  CHECK(counted(world).failed_loads == 2);
  CHECK(counted(world).misses() == 4);
}

TEST_CASE("values that say there is none are counted, loaded or found") {
  World world;
  const auto none = [] { return std::optional<int>(); };
  const auto some = [] { return std::optional<int>(1); };
  for (int i = 0; i < 3; ++i) static_cast<void>(world.cache.query<std::optional<int>>("key1", {}, none));
  for (int i = 0; i < 3; ++i) static_cast<void>(world.cache.query<std::optional<int>>("key2", {}, some));
  CHECK(counted(world).negative == 3);
}

TEST_CASE("what the store does not keep is counted") {
  World world;
  static_cast<void>(world.cache.query<int>("key1", {}, Counter(), {.ttl = 0ms}));
  CHECK(counted(world).not_kept == 1);
  world.store->fail_only(&WatchedStore::Calls::keep);
  static_cast<void>(world.cache.query<int>("key1", {}, Counter()));
  CHECK(counted(world).not_kept == 2);
  CHECK(counted(world).kept == 0);
}

TEST_CASE("a load that takes too long is counted as a timeout of its read") {
  World world;
  const tagcache::QueryOptions hasty{.hard_timeout = 1s};
  auto reader = std::async(std::launch::async, [&] {
    CHECK_THROWS_AS(world.cache.query<int>("key1", {}, Counter(), hasty), tagcache::LoadTimeout);
  });
  world.clock->await_waiters(1);
  world.clock->advance(1s);
  reader.get();
  CHECK(counted(world).timeouts == 1);
  CHECK(counted(world).failed == 1);
  CHECK(counted(world).refreshes == 0);
  CHECK(world.executor->run_all() == 1);
  CHECK(counted(world).loads() == 1);
}

TEST_CASE("who shares a load is counted as joined") {
  World world;
  std::promise<void> begun;
  auto leader = std::async(std::launch::async, [&] {
    return *world.cache.query<int>("key1", {}, [&] {
      begun.set_value();
      world.store->wait_for_joins(1);
      return 1;
    });
  });
  begun.get_future().wait();
  CHECK(*world.cache.query<int>("key1", {}, [] { return 2; }) == 1);
  CHECK(leader.get() == 1);
  CHECK(counted(world).joined == 1);
  CHECK(counted(world).loads() == 1);
  CHECK(counted(world).misses(MissCause::absent) == 2);
}

TEST_CASE("the time of loads is counted in buckets that double") {
  World world;
  const std::vector<std::pair<tagcache::TimePoint::duration, std::size_t>> cases{
      {0ns, 0}, {1us, 0}, {1us + 1ns, 1}, {2us, 1}, {3us, 2}, {4us, 2}, {1ms, 10}, {1100us, 11}, {2h, 33}};
  for (const auto& [takes, bucket] : cases) {
    CAPTURE(takes.count());
    world.cache.reset_stats();
    static_cast<void>(world.cache.query<int>("key1", {}, Slow{world, takes}, {.ttl = 0ms}));
    CHECK(counted(world).load_times.counts.at(bucket) == 1);
    CHECK(counted(world).load_times.sum == takes);
    CHECK(counted(world).loads() == 1);
  }
}

TEST_CASE("the limits of the buckets go from a microsecond to more than an hour") {
  CHECK(LoadTimes::limit(0) == 1us);
  CHECK(LoadTimes::limit(10) == 1024us);
  CHECK(*LoadTimes::limit(LoadTimes::buckets - 2) > 1h);
  CHECK_FALSE(LoadTimes::limit(LoadTimes::buckets - 1));
}

TEST_CASE("invalidations are counted by the pattern of their tags, without ids", "[R-097]") {
  World world;
  const tagcache::Tag posts("users", tagcache::wild("42"), "posts");
  world.cache.invalidate(posts);
  world.cache.invalidate(tagcache::Tag("users", tagcache::wild("43"), "posts"), tagcache::Reach::exact);
  world.cache.invalidate({{path("users")}, {tagcache::Tag(tagcache::wild("a"), tagcache::wild("b"))}});
  const auto tags = world.cache.stats().tags;
  REQUIRE(tags.size() == 3);
  CHECK(tags[0].pattern == "(*)(*)");
  CHECK(tags[1].pattern == "users");
  CHECK(tags[2].pattern == "users(*).posts");
  CHECK(tags[2].prefix == 1);
  CHECK(tags[2].exact == 1);
  CHECK(world.cache.stats().invalidations() == 4);
}

TEST_CASE("tag patterns are bounded; the rest is counted together") {
  World world;
  const std::size_t beyond = 7;
  for (std::size_t i = 0; i < tagcache::detail::TagCounters::most + beyond; ++i) {
    world.cache.invalidate(path("t" + std::to_string(i)));
  }
  world.cache.invalidate(path("t0"));
  const auto tags = world.cache.stats().tags;
  REQUIRE(tags.size() == tagcache::detail::TagCounters::most + 1);
  CHECK(tags.back().pattern == "other");
  CHECK(tags.back().prefix == beyond);
  CHECK(tags.front().prefix == 2);
}

TEST_CASE("threads that count at the same time lose nothing") {
  World world;
  static_cast<void>(world.cache.query<int>("key1", {}, Counter()));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int read = 0; read < 500; ++read) static_cast<void>(world.cache.query<int>("key1", {}, Counter()));
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(counted(world).hits == 2000);
}

TEST_CASE("threads with counters of their own lose nothing") {
  tagcache::detail::QueryCounters counters("q", 64);
  constexpr std::uint64_t each = 2'000'000;
  std::atomic<int> ready = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      static_cast<void>(tagcache::detail::free_pin());  // takes a seat, as a hit does
      for (++ready; ready < 4;) std::this_thread::yield();
      for (std::uint64_t number = 0; number < each; ++number) counters.add(tagcache::detail::Count::hit);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(counters.stats().hits == 4 * each);
  counters.reset();
  CHECK(counters.stats().hits == 0);
}

TEST_CASE("threads that share a line of counters lose nothing") {
  tagcache::detail::QueryCounters counters("q", 1);
  constexpr std::uint64_t each = 200'000;
  std::atomic<int> ready = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (++ready; ready < 4;) std::this_thread::yield();
      for (std::uint64_t number = 0; number < each; ++number) counters.add(tagcache::detail::Count::hit);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(counters.stats().hits == 4 * each);
}

TEST_CASE("reads by hand are counted under the name that the cache gives them") {
  World world;
  tagcache::CacheOptions options = world.options();
  options.counted_as = "sessions";
  tagcache::Primitives cache(world.store, options);
  CHECK(cache.stats().queries.at(0).query == "sessions");
}

TEST_CASE("what a memory store holds, and what left it and why, is in the statistics of its caches") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 2}), world.options());
  const auto memory = [&cache] { return *cache.stats().memory; };
  cache.set<int>("key1", 1, {path("t")}, {.ttl = 1s});
  cache.set<int>("key2", 2, {}, {.ttl = 1h});
  CHECK(memory().entries == 2);
  world.clock->advance(2s);
  cache.set<int>("key3", 3, {path("t")}, {.ttl = 1h});
  CHECK(memory().entries == 2);
  CHECK(memory().removed_by(tagcache::RemovalCause::expired) == 1);
  cache.invalidate(path("t"));
  cache.set<int>("key3", 4, {}, {.ttl = 1h});
  CHECK(memory().removed_by(tagcache::RemovalCause::invalidated) == 1);
  cache.set<int>("key5", 5, {}, {.ttl = 1h});
  CHECK(memory().removed_by(tagcache::RemovalCause::evicted) == 1);
  CHECK(memory().removed_by(tagcache::RemovalCause::expired) == 1);
  const std::string text = tagcache::prometheus(cache.stats());
  const std::string store = "{store=\"" + std::to_string(memory().store) + '"';
  CHECK(text.find("tagcache_memory_entries" + store + "} 2\n") != std::string::npos);
  CHECK(text.find("tagcache_memory_removed_total" + store + ",cause=\"evicted\"} 1\n") != std::string::npos);
  CHECK_FALSE(world.cache.stats().memory);  // some other store
}
