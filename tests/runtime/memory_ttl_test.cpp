#include <optional>
#include <string>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::QueryOptions;
using tagcache::Status;

namespace {

constexpr QueryOptions short_lived{.ttl = 5min, .memory_ttl = 10s};
constexpr QueryOptions in_grace{.ttl = 5min, .grace = 1h, .memory_ttl = 10s};

}  // namespace

TEST_CASE("memory asks what is behind it when its memory_ttl is over, though the ttl is not") {
  World world;
  const Counter load;
  const auto first = world.cache.query<int>("key1", {}, load, short_lived);
  CHECK(first.entries().after.expires_at() == world.clock->now() + 5min);
  world.clock->advance(10s - 1ns);
  CHECK(world.cache.query<int>("key1", {}, load, short_lived).status() == Status::hit);
  world.clock->advance(1ns);
  CHECK_FALSE(world.cache.get<int>("key1"));
  CHECK_FALSE(world.cache.has<int>("key1"));
  const auto again = world.cache.query<int>("key1", {}, load, short_lived);
  CHECK(again.status() == Status::reloaded);
  CHECK(*again == 2);
  CHECK(world.cache.query<int>("key1", {}, load, short_lived).status() == Status::hit);
  CHECK(world.cache.stats().total().misses(tagcache::MissCause::expired) == 3);
}

TEST_CASE("a memory_ttl counts from the end of the load") {
  World world;
  const auto slow = [&] {
    world.clock->advance(1min);
    return 1;
  };
  static_cast<void>(world.cache.query<int>("key1", {}, slow, short_lived));
  world.clock->advance(10s - 1ns);
  CHECK(world.cache.query<int>("key1", {}, slow, short_lived).status() == Status::hit);
}

TEST_CASE("an entry whose memory_ttl is over is served in grace, which ends where it would without one") {
  World world;
  const Counter load;
  const auto first = world.cache.query<int>("key1", {}, load, in_grace);
  CHECK(first.entries().after.grace_until() == world.clock->now() + 5min + 1h);
  world.clock->advance(10s);
  CHECK(world.cache.get<int>("key1")->status() == Status::stale);
  CHECK_FALSE(world.cache.get<int>("key1", tagcache::Accept::fresh));
  CHECK(world.cache.query<int>("key1", {}, load, in_grace).status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  const auto refreshed = world.cache.query<int>("key1", {}, load, in_grace);
  CHECK(refreshed.status() == Status::hit);
  CHECK(*refreshed == 2);

  world.clock->advance(5min + 1h - 1ns);
  CHECK(world.cache.get<int>("key1")->status() == Status::stale);
  world.clock->advance(1ns);
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("an entry whose memory_ttl is over stands in for a failed load, if it is in grace") {
  World world;
  const Failing load(2);
  static_cast<void>(world.cache.query<int>("key1", {}, load, short_lived));
  world.clock->advance(10s);
  CHECK_THROWS_WITH(world.cache.query<int>("key1", {}, load, short_lived), "no database, run 2");
  world.cache.set("key2", 7, {}, in_grace);
  world.clock->advance(10s);
  const QueryOptions patient{.ttl = 5min, .grace = 1h, .memory_ttl = 10s, .soft_timeout = 1s};
  tagcache::testing::ManualExecutor& executor = *world.executor;
  static_cast<void>(world.cache.query<int>("key2", {}, load, in_grace));
  CHECK(executor.run_all() == 1);
  CHECK(world.cache.query<int>("key2", {}, load, patient).status() == Status::stale);
}

TEST_CASE("a refresh of what has lapsed in memory is a check of it, and one of what was expired by hand is none") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, in_grace));
  world.clock->advance(10s);
  static_cast<void>(world.cache.query<int>("key1", {}, load, in_grace));
  CHECK(world.executor->run_all() == 1);
  CHECK(world.cache.stats().total().compared_refreshes == 1);
  world.clock->advance(10s);
  world.cache.expire("key1");
  static_cast<void>(world.cache.query<int>("key1", {}, load, in_grace));
  CHECK(world.executor->run_all() == 1);
  CHECK(world.cache.stats().total().compared_refreshes == 1);
}

TEST_CASE("what has lapsed in memory and was invalidated is invalidated") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, in_grace));
  world.clock->advance(10s);
  world.cache.invalidate(path("t"));
  CHECK_FALSE(world.cache.get<int>("key1"));
  CHECK(world.cache.query<int>("key1", {path("t")}, load, in_grace).status() == Status::reloaded);
}

TEST_CASE("with a memory_ttl of zero nothing is fresh in memory, and without grace nothing is kept there") {
  World world;
  tagcache::Primitives cache(tagcache::memory(), world.options());
  const Counter load;
  const QueryOptions never{.ttl = 5min, .memory_ttl = 0ms};
  CHECK(cache.query<int>("key1", {}, load, never).status() == Status::miss);
  CHECK(cache.query<int>("key1", {}, load, never).status() == Status::miss);
  cache.set("key2", 1, {}, {.ttl = 5min});
  cache.set("key2", 2, {}, never);
  CHECK_FALSE(cache.get<int>("key2"));  // nor is the older value
  CHECK(cache.stats().memory->entries == 0);

  const QueryOptions only_grace{.ttl = 5min, .grace = 1h, .memory_ttl = 0ms};
  static_cast<void>(cache.query<int>("key1", {}, load, only_grace));
  CHECK(cache.query<int>("key1", {}, load, only_grace).status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(**cache.get<int>("key1") == 4);
}

TEST_CASE("a memory_ttl never makes an entry live longer, and is not jittered") {
  World world;
  const Counter load;
  const QueryOptions longer{.ttl = 10s, .memory_ttl = 1h};
  static_cast<void>(world.cache.query<int>("key1", {}, load, longer));
  world.clock->advance(10s);
  CHECK(world.cache.query<int>("key1", {}, load, longer).status() == Status::reloaded);

  const QueryOptions jittered{.ttl = 20s, .memory_ttl = 10s, .jitter = 1};
  world.randomness->set(0.75);  // half a ttl more
  static_cast<void>(world.cache.query<int>("key2", {}, load, jittered));
  world.clock->advance(10s - 1ns);
  CHECK(world.cache.has<int>("key2"));
  world.clock->advance(1ns);
  CHECK_FALSE(world.cache.has<int>("key2"));
}

TEST_CASE("refresh_ahead counts from the end in memory, and lines of a log say how long that is") {
  World world;
  std::vector<std::string> lines;
  auto options = world.options();
  options.observer = tagcache::log_lines([&](tagcache::Level, std::string_view text) { lines.emplace_back(text); },
                                         tagcache::Level::debug);
  tagcache::Primitives cache(world.store, options);
  const Counter load;
  const QueryOptions ahead{.ttl = 5min, .memory_ttl = 10s, .refresh_ahead = std::chrono::seconds(3)};
  static_cast<void>(cache.query<int>("key1", {}, load, ahead));
  CHECK(lines.back() == "MISS tagcache:\"key1\" absent, 0 us, fresh for 10 s");
  world.clock->advance(7s - 1ns);
  static_cast<void>(cache.query<int>("key1", {}, load, ahead));
  CHECK(world.executor->waiting() == 0);
  world.clock->advance(1ns);
  CHECK(cache.query<int>("key1", {}, load, ahead).status() == Status::hit);
  CHECK(world.executor->run_all() == 1);
  CHECK(*cache.query<int>("key1", {}, load, ahead) == 2);
}

TEST_CASE("a value that is renewed is trusted by memory anew") {
  World world;
  const auto load = [](const tagcache::Previous<int>& previous) {
    return previous.entry() ? tagcache::Loaded<int>(tagcache::unchanged) : tagcache::Loaded<int>(1);
  };
  static_cast<void>(world.cache.query<int>("key1", {}, load, short_lived));
  world.clock->advance(10s);
  CHECK(world.cache.query<int>("key1", {}, load, short_lived).status() == Status::reloaded);
  world.clock->advance(10s - 1ns);
  CHECK(world.cache.query<int>("key1", {}, load, short_lived).status() == Status::hit);
}

TEST_CASE("what has lapsed without grace makes room first") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 2}), world.options());
  cache.set("lapsed", 1, {}, short_lived);
  cache.set("fresh", 1, {}, {.ttl = 5min});
  static_cast<void>(cache.get<int>("lapsed"));
  world.clock->advance(10s);
  cache.set("new", 1, {}, {.ttl = 5min});
  CHECK(cache.has<int>("fresh"));
  CHECK(cache.has<int>("new"));
  CHECK(cache.stats().memory->removed_by(tagcache::RemovalCause::expired) == 1);
}
