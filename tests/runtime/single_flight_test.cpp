#include <future>
#include <latch>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions alone{.ttl = 1ms, .grace = 1h, .single_flight = false};

}  // namespace

TEST_CASE("with single_flight off callers do not wait for each other", "[R-085]") {
  World world;
  std::latch both_load(2);
  const auto load = [&] {
    both_load.arrive_and_wait();  // would never end if one of them waited for the other
    return 1;
  };
  const auto read = [&] { return world.cache.query<int>("key1", {}, load, {.single_flight = false}); };
  auto other = std::async(std::launch::async, read);
  CHECK_FALSE(read().joined());
  CHECK_FALSE(other.get().joined());
}

TEST_CASE("with single_flight off the value is kept and refreshes stay one a key", "[R-085]") {
  World world;
  const Counter load;
  CHECK(world.cache.query<int>("key1", {}, load, alone).status() == Status::miss);
  CHECK(world.cache.query<int>("key1", {}, load, alone).status() == Status::hit);
  world.clock->advance(1s);
  for (int i = 0; i < 3; ++i) CHECK(world.cache.query<int>("key1", {}, load, alone).status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(*load.loads == 2);
}

TEST_CASE("with single_flight off a loader that asks for its own key gets an error", "[PX-14]") {
  World world;
  int loads = 0;
  const std::function<int()> recursive = [&]() -> int {
    ++loads;
    return *world.cache.query<int>("key1", {}, recursive, alone);
  };
  CHECK_THROWS_WITH(world.cache.query<int>("key1", {}, recursive, alone),
                    Catch::Contains("tagcache:\"key1\" asks for tagcache:\"key1\" again"));
  CHECK(loads == 1);
  const auto nested = [&] { return *world.cache.query<int>("key3", {}, [] { return 3; }, alone); };
  CHECK(*world.cache.query<int>("key2", {}, nested, alone) == 3);
}

TEST_CASE("a lone load of before an invalidation does not overwrite what came after", "[PX-01]") {
  World world;
  const auto load = [&] {
    world.cache.invalidate(path("t"));
    return 1;
  };
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, {.single_flight = false}));
  CHECK_FALSE(world.cache.get<int>("key1"));
}
