#include <atomic>
#include <future>
#include <stdexcept>

#include "catch.hpp"
#include "world.hpp"

using tagcache::force_refresh;
using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions hour{.ttl = 1h};
const tagcache::TagSet tags{path("t")};

}  // namespace

TEST_CASE("a forced read loads although the entry is fresh, and its value is kept") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, hour));
  const auto forced = world.cache.query<int>(force_refresh, "key1", tags, load, hour);
  CHECK(*forced == 2);
  CHECK(forced.status() == Status::reloaded);
  CHECK(forced.entries().before->value() == 1);
  CHECK(*world.cache.query<int>("key1", tags, load, hour) == 2);
  CHECK(*world.cache.query<int>(force_refresh, "new", tags, load, hour) == 3);
  CHECK(world.cache.stats().total().misses(tagcache::MissCause::forced) == 2);
}

TEST_CASE("what stands in for a forced load that fails is what is stored, fresh or in grace") {
  World world;
  const Failing load(2);
  const auto forced = [&](const tagcache::QueryOptions& options = hour) {
    return world.cache.query<int>(force_refresh, "key1", tags, load, options);
  };
  SECTION("fresh") {
    static_cast<void>(world.cache.query<int>("key1", tags, load, hour));
    CHECK(forced().status() == Status::fallback);
    CHECK(*forced() == 1);
  }
  SECTION("in grace") {
    static_cast<void>(world.cache.query<int>("key1", tags, load, {.ttl = 1s, .grace = 1h}));
    world.clock->advance(1s);
    CHECK(forced().status() == Status::fallback);
  }
  SECTION("nothing") {
    static_cast<void>(world.cache.query<int>("key1", tags, load, hour));
    world.cache.clear();
    CHECK_THROWS_WITH(forced(), "no database, run 2");
  }
}

TEST_CASE("a forced read does not mind a remembered error") {
  World world;
  const tagcache::QueryOptions options{.ttl = 1h, .error_ttl = 1h};
  CHECK_THROWS(world.cache.query<int>("key1", tags, Failing(1), options));
  CHECK_THROWS(world.cache.query<int>("key1", tags, Counter(), options));
  CHECK(*world.cache.query<int>(force_refresh, "key1", tags, [] { return 7; }, options) == 7);
  CHECK(*world.cache.query<int>("key1", tags, Counter(), options) == 7);
}

TEST_CASE("a forced read shares no load that began before it, and later callers may share its own") {
  World world;
  const tagcache::QueryOptions options = hour;
  std::promise<void> begun;
  std::promise<void> go;
  const auto old = [&] {
    begun.set_value();
    go.get_future().wait();
    return 1;
  };
  auto first = std::async(std::launch::async, [&] { return *world.cache.query<int>("key1", tags, old, options); });
  begun.get_future().wait();
  std::future<int> second;
  const auto forced = world.cache.query<int>(
      force_refresh, "key1", tags,
      [&] {
        second = std::async(std::launch::async,
                            [&] { return *world.cache.query<int>("key1", tags, [] { return 3; }, options); });
        world.store->wait_for_joins(1);
        return 2;
      },
      options);
  CHECK(*forced == 2);
  CHECK_FALSE(forced.joined());
  CHECK(second.get() == 2);
  go.set_value();
  CHECK(first.get() == 1);
  CHECK(*world.cache.query<int>("key1", tags, [] { return 4; }, options) == 2);  // the older load is not kept
}

TEST_CASE("a forced read takes over a refresh that waits, and loads itself when that one finds the entry fresh") {
  World world;
  const Counter load;
  const tagcache::QueryOptions options{.ttl = 1s, .grace = 1h};
  static_cast<void>(world.cache.query<int>("key1", tags, load, options));
  world.clock->advance(1s);
  static_cast<void>(world.cache.query<int>("key1", tags, load, options));
  CHECK(*world.cache.query<int>(force_refresh, "key1", tags, load, options) == 2);
  CHECK(world.executor->run_all() == 1);
  CHECK(*load.loads == 2);
}

TEST_CASE("a forced read keeps its hard timeout") {
  World world;
  auto options = hour;
  options.hard_timeout = 50ms;
  world.cache.set("key1", 1, tags, hour);
  auto forced = std::async(std::launch::async, [&] {
    return world.cache.query<int>(force_refresh, "key1", tags, [] { return 2; }, options).status();
  });
  world.clock->await_waiters(1);
  SECTION("in time") {
    CHECK(world.executor->run_all() == 1);
    CHECK(forced.get() == Status::reloaded);
    CHECK(*world.cache.query<int>("key1", tags, Counter(), hour) == 2);
  }
  SECTION("too late: what is fresh stands in") {
    world.clock->advance(50ms);
    CHECK(forced.get() == Status::fallback);
    CHECK(world.executor->run_all() == 1);
    CHECK(*world.cache.query<int>("key1", tags, Counter(), hour) == 2);
  }
}

TEST_CASE("a forced read is not served with what another reader finds who takes its load over") {
  World world;
  std::future<tagcache::Handle<int>> forced;
  world.store->after_next_find([&] {
    world.cache.set("key1", 1, tags, hour);
    forced = std::async(std::launch::async, [&] {
      return world.cache.query<int>(force_refresh, "key1", tags, [] { return 2; }, {.ttl = 1h, .hard_timeout = 1h});
    });
    world.clock->await_waiters(1);
  });
  CHECK(*world.cache.query<int>("key1", tags, [] { return 3; }, hour) == 1);
  while (forced.wait_for(0s) != std::future_status::ready) world.executor->run_all();
  const auto handle = forced.get();
  CHECK(*handle == 2);
  CHECK(handle.status() == Status::reloaded);
}
