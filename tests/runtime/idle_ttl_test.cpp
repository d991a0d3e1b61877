#include "catch.hpp"
#include "world.hpp"

using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions idle{.ttl = 1h, .idle_ttl = 10s};

}  // namespace

TEST_CASE("an entry that nobody reads for the idle time is gone, one that is read stays") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, idle));
  for (int i = 0; i < 5; ++i) {
    world.clock->advance(10s - 1ns);
    CHECK(world.cache.query<int>("key1", {}, load, idle).status() == Status::hit);
  }
  world.clock->advance(10s);
  CHECK_FALSE(world.cache.get<int>("key1"));
  const auto again = world.cache.query<int>("key1", {}, load, idle);
  CHECK(again.status() == Status::miss);
  CHECK(*again == 2);
}

TEST_CASE("reading does not make an entry outlive its ttl") {
  World world;
  const Counter load;
  const tagcache::QueryOptions options{.ttl = 15s, .idle_ttl = 10s};
  static_cast<void>(world.cache.query<int>("key1", {}, load, options));
  world.clock->advance(8s);
  CHECK(*world.cache.query<int>("key1", {}, load, options) == 1);
  world.clock->advance(8s);
  CHECK(*world.cache.query<int>("key1", {}, load, options) == 2);
}

TEST_CASE("an idle entry does not stand in for a failed load") {
  World world;
  const Failing load(2);
  const tagcache::QueryOptions options{.ttl = 1s, .grace = 1h, .idle_ttl = 10s};
  static_cast<void>(world.cache.query<int>("key1", {}, load, options));
  world.clock->advance(10s);
  CHECK_THROWS_WITH(world.cache.query<int>("key1", {}, load, options), "no database, run 2");
}

TEST_CASE("without idle_ttl an entry waits to be read as long as it lives") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, {.ttl = 1h, .idle_ttl = 0s}));
  world.clock->advance(1h - 1ns);
  CHECK(world.cache.query<int>("key1", {}, load, {.ttl = 1h}).status() == Status::hit);
}

TEST_CASE("idle entries make room first") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 2}), world.options());
  cache.set("idle", 1, {}, idle);
  world.clock->advance(5s);
  cache.set("busy", 1, {}, {.ttl = 1h});
  world.clock->advance(5s);
  cache.set("new", 1, {}, {.ttl = 1h});
  CHECK(cache.get<int>("busy"));
  CHECK(cache.get<int>("new"));
  CHECK_FALSE(cache.get<int>("idle"));
}
