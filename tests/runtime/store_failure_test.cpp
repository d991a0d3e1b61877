#include <future>

#include "catch.hpp"
#include "world.hpp"

using Calls = WatchedStore::Calls;

TEST_CASE("an entry that cannot be kept is handed out all the same") {
  World world;
  const Counter load;
  world.store->fail_only(&Calls::keep);
  CHECK(*world.cache.query<int>("key1", {}, load) == 1);
  CHECK(*world.cache.query<int>("key1", {}, load) == 2);
}

TEST_CASE("a flight of which the store cannot tell whether it is current is not shared", "[PX-37]") {
  World world;
  auto failing = &Calls::begin;
  SECTION("it failed when the load began") {}
  SECTION("it fails when it is asked") { failing = &Calls::is_current; }
  world.store->fail_only(failing);
  std::promise<void> begun;
  std::promise<void> release;
  auto first = std::async(std::launch::async, [&] {
    return *world.cache.query<int>("key1", {path("t")}, [&] {
      begun.set_value();
      release.get_future().wait();
      return 1;
    });
  });
  begun.get_future().wait();
  const auto second = world.cache.query<int>("key1", {path("t")}, [] { return 2; });
  CHECK(*second == 2);
  CHECK_FALSE(second.joined());
  release.set_value();
  CHECK(first.get() == 1);
}
