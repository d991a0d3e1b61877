#include "catch.hpp"
#include "world.hpp"

using tagcache::Consistency;
using tagcache::Layers;
using tagcache::Status;

TEST_CASE("a memory store declines what may only be kept in a remote one") {
  World world;
  const Counter load;
  const tagcache::QueryOptions remote{.layers = Layers::remote};
  CHECK(world.cache.query<int>("key1", {}, load, remote).status() == Status::miss);
  CHECK(world.cache.query<int>("key1", {}, load, remote).status() == Status::miss);
  world.cache.set("key2", 1, {}, remote);
  CHECK_FALSE(world.cache.get<int>("key2"));
  for (const Layers layers : {Layers::memory, Layers::all}) {
    world.cache.set("key2", 1, {}, {.layers = layers});
    CHECK(world.cache.get<int>("key2"));
    world.cache.del("key2");
  }
}

TEST_CASE("what memory declines replaces what it held") {
  World world;
  world.cache.set("key1", 1, {});
  world.cache.set("key1", 2, {}, {.layers = Layers::remote});
  CHECK_FALSE(world.cache.get<int>("key1"));
  const Counter load;
  static_cast<void>(world.cache.query<int>("key2", {path("t")}, load, {.grace = 1min}));
  world.cache.invalidate(path("t"));
  static_cast<void>(world.cache.query<int>("key2", {path("t")}, load, {.layers = Layers::remote}));
  CHECK_THROWS_AS(world.cache.query<int>("key2", {path("t")}, []() -> int { throw 5; }, {.grace = 1min}), int);
}

TEST_CASE("a store is told the layers and the consistency of each request") {
  World world;
  const tagcache::QueryOptions options{.consistency = std::chrono::seconds(3), .layers = Layers::memory};
  static_cast<void>(world.cache.query<int>("key1", {}, [] { return 1; }, options));
  CHECK(world.store->asked().layers == Layers::memory);
  CHECK(world.store->asked().consistency.staleness() == 3s);
  world.cache.set("key1", 1, {}, {.consistency = Consistency::strict, .layers = Layers::all});
  CHECK(world.store->asked().layers == Layers::all);
  CHECK((world.store->asked().consistency == Consistency::strict));
  static_cast<void>(world.cache.query<int>("key1", {}, [] { return 1; }));
  CHECK((world.store->asked().consistency == Consistency::local));
}

TEST_CASE("a memory store serves each consistency, since it hears of all invalidations at once") {
  World world;
  const Counter load;
  const tagcache::QueryOptions strict{.consistency = Consistency::strict};
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, strict));
  CHECK(world.cache.query<int>("key1", {path("t")}, load, strict).status() == Status::hit);
  world.cache.invalidate(path("t"));
  CHECK(*world.cache.query<int>("key1", {path("t")}, load, {.consistency = std::chrono::hours(1)}) == 2);
}
