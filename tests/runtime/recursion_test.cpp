#include <functional>
#include <future>
#include <latch>

#include "catch.hpp"
#include "world.hpp"

TEST_CASE("a loader that asks for its own key gets an error that names it", "[PX-14]") {
  World world;
  int loads = 0;
  const auto load = [&] {
    ++loads;
    return *world.cache.query<int>("key1", {}, [] { return 1; });
  };
  CHECK_THROWS_AS(world.cache.query<int>("key1", {}, load), tagcache::RecursiveLoad);
  CHECK_THROWS_WITH(world.cache.query<int>("key1", {}, load), Catch::Matchers::Contains("tagcache:\"key1\""));
  CHECK(loads == 2);
  CHECK(*world.cache.query<int>("key1", {}, [] { return 1; }) == 1);
}

TEST_CASE("a loader that asks for its own key through another one is found out too", "[PX-14]") {
  World world;
  const auto load = [&] {
    return *world.cache.query<int>("B", {}, [&] { return *world.cache.query<int>("A", {}, [] { return 1; }); });
  };
  CHECK_THROWS_AS(world.cache.query<int>("A", {}, load), tagcache::RecursiveLoad);
}

TEST_CASE("two loads that wait for each other in two threads do not wait for ever", "[PX-14]") {
  World world;
  std::latch both_begun(2);
  const auto cross = [&](const char* own, const char* other) {
    return world.cache.query<int>(own, {}, [&, other] {
      both_begun.arrive_and_wait();
      return *world.cache.query<int>(other, {}, [] { return 1; });
    });
  };
  auto first = std::async(std::launch::async, [&] { return cross("A", "B"); });
  auto second = std::async(std::launch::async, [&] { return cross("B", "A"); });
  CHECK_THROWS_AS(first.get(), tagcache::RecursiveLoad);
  CHECK_THROWS_AS(second.get(), tagcache::RecursiveLoad);
}

TEST_CASE("a load that changes hands is waited for by those who wait for who runs it now", "[PX-14]") {
  World world;
  const tagcache::QueryOptions hard{.ttl = 1min, .hard_timeout = 1h};
  const bool of_many = GENERATE(false, true);
  const auto no_tags = [](std::string_view) { return tagcache::TagSet(); };
  bool is_found_out = false;
  const auto back = [&] {
    try {
      return *world.cache.query<int>("A", {}, [] { return 1; });
    } catch (const tagcache::RecursiveLoad&) {
      is_found_out = true;
      throw;
    }
  };
  const auto forth = [&]() -> int {
    const std::vector<std::string> keys{"B", "C"};
    const auto both = [&](std::span<const std::string>) { return std::vector<int>(2, back()); };
    return of_many ? *world.cache.query_many<int>(keys, no_tags, both, hard)[1]
                   : *world.cache.query<int>("B", {}, back, hard);
  };
  auto waiting = std::async(std::launch::async, [&] { return world.cache.query<int>("A", {}, forth); });
  world.clock->await_waiters(1);          // it waits for a load that nobody runs yet,
  CHECK(world.executor->run_all() == 1);  // and who runs it now may not wait for what waits for it
  CHECK(is_found_out);
  CHECK_THROWS_AS(waiting.get(), tagcache::RecursiveLoad);
}

TEST_CASE("a load that an executor runs in the thread of who asked for it is waited for by others", "[PX-14]") {
  struct AtOnce final : tagcache::Executor {
    bool post(std::function<void()> task) override {
      task();
      return true;
    }
    bool post_after(tagcache::Duration, std::function<void()>) override { return true; }
  };
  World world;
  auto options = world.options();
  options.executor = std::make_shared<AtOnce>();
  tagcache::Primitives cache(world.store, options);
  const tagcache::QueryOptions hard{.ttl = 1min, .hard_timeout = 1h};
  std::future<int> other;
  const auto load = [&] {
    other = std::async(std::launch::async, [&] { return *cache.query<int>("key1", {}, [] { return 8; }, hard); });
    world.clock->await_waiters(1);
    return 7;
  };
  CHECK(*cache.query<int>("key1", {}, load, hard) == 7);
  CHECK(other.get() == 7);
}

TEST_CASE("a loader that asks for its own key is found out while the store is down", "[PX-14]") {
  World world;
  world.store->fail(true);
  int depth = 0;
  std::function<int()> load = [&] {
    REQUIRE(++depth < 100);
    return *world.cache.query<int>("key1", {}, load);
  };
  CHECK_THROWS_AS(world.cache.query<int>("key1", {}, load), tagcache::RecursiveLoad);
}

TEST_CASE("a loader that asks for its own key as another type is found out", "[PX-14][PX-34]") {
  World world;
  CHECK_THROWS_AS(
      world.cache.query<int>(
          "key1", {},
          [&] { return static_cast<int>(world.cache.query<std::string>("key1", {}, [] { return ""; })->size()); }),
      tagcache::RecursiveLoad);
}

TEST_CASE("a refresh whose loader asks for its own key is found out, also where nobody shares loads", "[PX-14]") {
  World world;
  const bool single_flight = GENERATE(true, false);
  const tagcache::QueryOptions options{.ttl = 10s, .grace = 10s, .single_flight = single_flight};
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, Counter(), options));
  world.clock->advance(15s);
  int loads = 0;
  bool is_found_out = false;
  const auto load = [&] {
    ++loads;
    world.cache.invalidate(path("t"));  // what is stored serves nobody, the loader must load
    try {
      return *world.cache.query<int>("key1", {path("t")}, [&] { return ++loads; }, options);
    } catch (const tagcache::RecursiveLoad&) {
      is_found_out = true;
      throw;
    }
  };
  CHECK(world.cache.query<int>("key1", {path("t")}, load, options).status() == tagcache::Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(is_found_out);
  CHECK(loads == 1);
}

TEST_CASE("what a load no longer waits for may ask for the key of that load once it is over", "[PX-14]") {
  World world;
  const tagcache::QueryOptions alone{.ttl = 10s, .single_flight = false};
  const tagcache::QueryOptions soft{.ttl = 1s, .grace = 1h, .soft_timeout = 50ms};
  const auto inner = [&] { return *world.cache.query<int>("outer", {}, Counter(), alone) + 10; };
  world.cache.set<int>("inner", 7, {}, soft);
  world.clock->advance(1s);
  const auto outer = [&] { return *world.cache.query<int>("inner", {}, inner, soft); };
  const auto outers = [&](std::span<const std::string>) { return std::vector<int>{outer()}; };
  const std::vector<std::string> keys{"outer"};
  const auto no_tags = [](std::string_view) { return tagcache::TagSet(); };
  const bool one_of_many = GENERATE(false, true);
  auto reader = std::async(std::launch::async, [&] {
    return one_of_many ? *world.cache.query_many<int>(keys, no_tags, outers, alone).front()
                       : *world.cache.query<int>("outer", {}, outer, alone);
  });
  world.clock->await_waiters(1);
  world.clock->advance(50ms);
  CHECK(reader.get() == 7);
  world.cache.del("outer");
  CHECK(world.executor->run_all() == 1);
  CHECK(**world.cache.get<int>("inner") == 11);
}

TEST_CASE("a loader that is served what it has itself invalidated cannot load its own key again", "[PX-14]") {
  World world;
  const tagcache::QueryOptions options{.ttl = 10s, .grace = 1h, .on_invalidate = tagcache::OnInvalidate::serve_stale};
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, Counter(), options));
  int depth = 0;
  std::function<int()> load = [&] {
    REQUIRE(++depth < 10);
    world.cache.invalidate(path("t"));
    CHECK(world.cache.query<int>("key1", {path("t")}, load, options).status() == tagcache::Status::stale);
    return *world.cache.query<int>("key1", {path("t")}, load, {.ttl = 10s, .grace = 0ms});
  };
  // What is in grace stands in for the load that fails, so the error is seen by what was counted.
  CHECK(world.cache.query<int>(tagcache::force_refresh, "key1", {path("t")}, load, options).status() ==
        tagcache::Status::fallback);
  CHECK(depth == 1);
  CHECK(world.cache.stats().total().failed_loads == 1);
}

TEST_CASE("who shares a load that calls itself is served what it has in grace") {
  World world;
  const tagcache::QueryOptions fresh{.grace = 0ms};
  world.cache.set<int>("key1", -1, {path("t")}, {.ttl = 1s, .grace = 1h});
  world.cache.invalidate(path("t"));
  std::promise<void> begun;
  const auto load = [&]() -> int {
    begun.set_value();
    world.store->wait_for_joins(1);
    return *world.cache.query<int>("key1", {path("t")}, [] { return 1; }, fresh);
  };
  auto leader =
      std::async(std::launch::async, [&] { return world.cache.query<int>("key1", {path("t")}, load, fresh); });
  begun.get_future().wait();
  const auto other = world.cache.query<int>("key1", {path("t")}, [] { return 2; }, {.ttl = 1s, .grace = 1h});
  CHECK(*other == -1);
  CHECK_THROWS_AS(leader.get(), tagcache::RecursiveLoad);
}
