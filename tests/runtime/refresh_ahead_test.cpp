#include <stdexcept>

#include "catch.hpp"
#include "world.hpp"

using tagcache::RefreshAhead;
using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions ahead{.ttl = 3600s, .refresh_ahead = std::chrono::seconds(300)};
constexpr tagcache::QueryOptions probabilistic{.ttl = 100s, .refresh_ahead = RefreshAhead::probabilistic};

}  // namespace

TEST_CASE("a hit shortly before the expiry is served and refreshes once in the background", "[R-095][PX-12]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, ahead));
  world.clock->advance(3300s - 1ns);
  static_cast<void>(world.cache.query<int>("key1", {}, load, ahead));
  CHECK(world.executor->waiting() == 0);
  world.clock->advance(1ns);
  for (int i = 0; i < 3; ++i) {
    const auto hit = world.cache.query<int>("key1", {}, load, ahead);
    CHECK(*hit == 1);
    CHECK(hit.status() == Status::hit);
  }
  CHECK(world.executor->run_all() == 1);
  CHECK(*load.loads == 2);
  const auto refreshed = world.cache.query<int>("key1", {}, load, ahead);
  CHECK(*refreshed == 2);
  CHECK(refreshed.status() == Status::hit);
  CHECK(refreshed.entries().after.expires_at() == world.clock->now() + 3600s);
  CHECK(world.executor->waiting() == 0);
}

TEST_CASE("a refresh ahead of longer than any entry lives is one at each read") {
  const auto before = GENERATE(tagcache::Duration(std::chrono::hours(24 * 365 * 300)),
                               tagcache::Duration(std::chrono::hours(24 * 365 * 600)), tagcache::Duration::max());
  const tagcache::QueryOptions always{.ttl = 3600s, .refresh_ahead = before};
  World world;
  tagcache::Primitives cache(tagcache::memory(), world.options());  // whose hits are found by the short way
  const Counter load;
  static_cast<void>(cache.query<int>("key1", {}, load, always));
  for (int round = 0; round < 2; ++round) {
    CHECK(cache.query<int>("key1", {}, load, always).status() == Status::hit);
    CHECK(world.executor->run_all() == 1);
  }
  CHECK(*load.loads == 3);
}

TEST_CASE("a refresh ahead that finds a newer entry loads nothing", "[R-095]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, ahead));
  world.clock->advance(3400s);
  static_cast<void>(world.cache.query<int>("key1", {}, load, ahead));
  world.cache.set("key1", 7, {}, ahead);
  CHECK(world.executor->run_all() == 1);
  CHECK(*load.loads == 1);
  CHECK(*world.cache.query<int>("key1", {}, load, ahead) == 7);
}

TEST_CASE("a refresh ahead that fails leaves the entry as it is", "[R-095][P-045]") {
  World world;
  const Failing load(2);
  static_cast<void>(world.cache.query<int>("key1", {}, load, ahead));
  world.clock->advance(3400s);
  static_cast<void>(world.cache.query<int>("key1", {}, load, ahead));
  CHECK(world.executor->run_all() == 1);
  CHECK(world.cache.query<int>("key1", {}, load, ahead).status() == Status::hit);
  CHECK(*load.loads == 2);
}

TEST_CASE("an invalidation during a refresh ahead wins", "[R-095][PX-01]") {
  World world;
  int row = 1;
  const auto load = [&] {
    const int read = row;
    if (row == 2) {
      row = 3;
      world.cache.invalidate(path("t"));
    }
    return read;
  };
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, ahead));
  world.clock->advance(3400s);
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, ahead));
  row = 2;
  CHECK(world.executor->run_all() == 1);
  const auto after = world.cache.query<int>("key1", {path("t")}, load, ahead);
  CHECK(*after == 3);
  CHECK(after.status() == Status::reloaded);
}

TEST_CASE("switched off, hits refresh nothing") {
  World world;
  const Counter load;
  const tagcache::QueryOptions off{.ttl = 3600s, .refresh_ahead = tagcache::Duration::zero()};
  static_cast<void>(world.cache.query<int>("key1", {}, load, ahead));
  world.clock->advance(3600s - 1ns);
  CHECK(world.cache.query<int>("key1", {}, load, off).status() == Status::hit);
  CHECK(world.executor->waiting() == 0);
}

TEST_CASE("a probabilistic refresh is the likelier the nearer the expiry and the slower the load", "[R-095]") {
  World world;
  int loads = 0;
  const auto slow = [&] {
    world.clock->advance(10s);
    return ++loads;
  };
  static_cast<void>(world.cache.query<int>("key1", {}, slow, probabilistic));
  const auto refreshes = [&](double chance) {
    world.randomness->set(chance);
    static_cast<void>(world.cache.query<int>("key1", {}, slow, probabilistic));
    return world.executor->waiting() == 1;
  };
  CHECK_FALSE(refreshes(0.99));  // -ln(0.01) * 10 s is 46 s; 100 s are left
  world.clock->advance(54s - 1ms);
  CHECK_FALSE(refreshes(0.5));
  CHECK_FALSE(refreshes(0.98));
  CHECK(refreshes(0.99));
  CHECK(world.executor->run_all() == 1);
  CHECK(loads == 2);
  world.cache.set("key1", 7, {}, probabilistic);  // nothing was loaded: there is nothing to be early for
  world.clock->advance(100s - 1ns);
  CHECK_FALSE(refreshes(1 - 1e-12));
}
