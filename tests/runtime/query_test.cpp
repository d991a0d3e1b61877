#include <stdexcept>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Status;

TEST_CASE("a miss loads once and stores, a hit does not load", "[P-024][P-025][P-086][S-074]") {
  World world;
  const Counter load;
  const auto first = world.cache.query<int>("key1", {path("t")}, load);
  CHECK(*first == 1);
  CHECK(first.status() == Status::miss);
  CHECK_FALSE(first.joined());
  const auto second = world.cache.query<int>("key1", {path("t")}, load);
  CHECK(*second == 1);
  CHECK(second.status() == Status::hit);
  CHECK(*load.loads == 1);
}

TEST_CASE("different keys have entries of their own", "[P-026]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load));
  static_cast<void>(world.cache.query<int>("key2", {}, load));
  CHECK(*load.loads == 2);
}

TEST_CASE("an expired entry is loaded again by the waiting caller", "[P-027][P-028][P-029][P-047]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, {.ttl = 1ms, .grace = 0ms}));
  world.clock->advance(10ms);
  const auto again = world.cache.query<int>("key1", {}, load);
  CHECK(*again == 2);
  CHECK(again.status() == Status::reloaded);
}

TEST_CASE("an invalidated entry is loaded again and then fresh", "[P-030][P-065]") {
  World world;
  const Counter load;
  const tagcache::TagSet tags{path("posts", "1", "comments", "1")};
  static_cast<void>(world.cache.query<int>("key1", tags, load));
  world.cache.invalidate(path("posts", "1"));
  CHECK(world.cache.query<int>("key1", tags, load).status() == Status::reloaded);
  CHECK(world.cache.query<int>("key1", tags, load).status() == Status::hit);
  CHECK(*load.loads == 2);
}

TEST_CASE("nothing is a value like any other", "[P-031][S-056][R-059]") {
  World world;
  int loads = 0;
  const auto load = [&] {
    ++loads;
    return std::optional<int>();
  };
  CHECK_FALSE(world.cache.query<std::optional<int>>("key1", {}, load)->has_value());
  CHECK_FALSE(world.cache.query<std::optional<int>>("key1", {}, load)->has_value());
  CHECK(loads == 1);
}

TEST_CASE("a failing load reaches the caller, stores nothing, and is tried again", "[P-032][P-037]") {
  World world;
  int loads = 0;
  const auto load = [&]() -> int {
    if (++loads == 1) throw std::runtime_error("no database");
    return loads;
  };
  CHECK_THROWS_WITH(world.cache.query<int>("key1", {}, load), "no database");
  CHECK_FALSE(world.cache.get<int>("key1"));
  CHECK(*world.cache.query<int>("key1", {}, load) == 2);
}

TEST_CASE("the tags of an entry are those of the call that loaded it", "[P-033]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {path("a")}, load));
  static_cast<void>(world.cache.query<int>("key1", {path("b")}, load));
  world.cache.invalidate(path("b"));
  CHECK(world.cache.get<int>("key1"));
  world.cache.invalidate(path("a"));
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("a query without tags works", "[P-034]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load));
  CHECK(world.cache.query<int>("key1", {}, load).status() == Status::hit);
}

TEST_CASE("life is counted from the end of the load, age from its beginning", "[PX-02][P-015]") {
  World world;
  const auto slow = [&] {
    world.clock->advance(40ms);
    return 1;
  };
  const auto loaded = world.cache.query<int>("key1", {}, slow, {.ttl = 20ms});
  CHECK(loaded.entries().after.created_at() == tagcache::TimePoint());
  CHECK(loaded.entries().after.expires_at() == tagcache::TimePoint(60ms));
  CHECK(loaded.age() == 40ms);
  world.clock->advance(19ms);
  const auto hit = world.cache.query<int>("key1", {}, slow);
  CHECK(hit.status() == Status::hit);
  CHECK(hit.age() == 59ms);
}

TEST_CASE("a zero TTL without grace hands out and stores nothing", "[PX-09]") {
  World world;
  const Counter load;
  CHECK(*world.cache.query<int>("key1", {}, load, {.ttl = 0ms}) == 1);
  CHECK(*world.cache.query<int>("key1", {}, load, {.ttl = 0ms}) == 2);
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("a zero TTL with grace serves and refreshes each time", "[PX-09]") {
  World world;
  const Counter load;
  const tagcache::QueryOptions options{.ttl = 0ms, .grace = 1min};
  CHECK(*world.cache.query<int>("key1", {}, load, options) == 1);
  const auto second = world.cache.query<int>("key1", {}, load, options);
  CHECK(*second == 1);
  CHECK(second.status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(*world.cache.query<int>("key1", {}, load, options) == 2);
}

TEST_CASE("entries of a miss: nothing before", "[P-086][S-077][S-079]") {
  World world;
  const auto handle = world.cache.query<std::string>("key1", {}, [] { return std::string("value"); });
  CHECK_FALSE(handle.entries().before);
  CHECK(handle.entries().after.value() == "value");
}

TEST_CASE("entries of a hit: the very same before and after", "[P-087][S-078]") {
  World world;
  static_cast<void>(world.cache.query<std::string>("key1", {}, [] { return std::string("value"); }));
  const auto handle = world.cache.query<std::string>("key1", {}, [] { return std::string("fresh"); });
  CHECK(handle.entries().before == handle.entries().after);
  CHECK(handle.entries().after.value() == "value");
}

TEST_CASE("entries of a reload: the old and the new", "[P-088][P-075][SX-21]") {
  World world;
  std::string value = "old";
  const auto load = [&] { return value; };
  static_cast<void>(world.cache.query<std::string>("key1", {path("t")}, load, {.ttl = 1ms}));
  world.clock->advance(10ms);
  value = "new";
  const auto expired = world.cache.query<std::string>("key1", {path("t")}, load);
  REQUIRE(expired.entries().before);
  CHECK(expired.entries().before->value() == "old");
  CHECK(expired.entries().after.value() == "new");
  CHECK_FALSE(expired.entries().before == expired.entries().after);
  world.cache.invalidate(path("t"));
  value = "newer";
  const auto invalidated = world.cache.query<std::string>("key1", {path("t")}, load);
  CHECK(invalidated.status() == Status::reloaded);
  CHECK(invalidated.entries().before->value() == "new");
}

TEST_CASE("what was loaded is stored with the options of the call", "[P-028][S-047]") {
  World world;
  static_cast<void>(world.cache.query<int>("key1", {}, [] { return 1; }, {.ttl = 1h}));
  world.clock->advance(59min);
  CHECK(world.cache.get<int>("key1"));
}

TEST_CASE("a handle outlives eviction, invalidation, clear and the cache") {
  auto world = std::make_unique<World>();
  const auto handle = world->cache.query<std::string>("key1", {path("t")}, [] { return std::string("kept"); });
  const std::shared_ptr<const std::string> shared = handle.share();
  world->cache.invalidate(path("t"));
  world->cache.clear();
  world->cache.disconnect();
  world.reset();
  CHECK(*handle == "kept");
  CHECK(*shared == "kept");
  CHECK(shared.get() == &handle.value());
}

TEST_CASE("a call runs the query, whether its result is looked at or not", "[SX-15]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load));
  CHECK(*load.loads == 1);
  const auto handle = world.cache.query<int>("key1", {}, load);
  CHECK(handle.value() == handle.entries().after.value());
  CHECK(*load.loads == 1);
}

TEST_CASE("a moving load result is enough", "[S-036]") {
  World world;
  const auto handle = world.cache.query<std::unique_ptr<int>>("key1", {}, [] { return std::make_unique<int>(5); });
  CHECK(**handle == 5);
}
