#include <atomic>
#include <future>
#include <stdexcept>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions graced{.ttl = 1ms, .grace = 10s};

}  // namespace

TEST_CASE("grace serves the old value and refreshes once in the background", "[P-042][P-043][P-089][PX-12]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced));
  world.clock->advance(10ms);
  for (int i = 0; i < 5; ++i) {
    const auto stale = world.cache.query<int>("key1", {}, load, graced);
    CHECK(*stale == 1);
    CHECK(stale.status() == Status::stale);
    CHECK(stale.entries().before == stale.entries().after);
  }
  CHECK(*load.loads == 1);
  CHECK(world.executor->run_all() == 1);
  const auto fresh = world.cache.query<int>("key1", {}, load, graced);
  CHECK(*fresh == 2);
  CHECK(fresh.status() == Status::hit);
  CHECK(*load.loads == 2);
}

TEST_CASE("a refresh dates its entry anew, by the options of the call that started it", "[P-044]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced));
  world.clock->advance(10ms);
  static_cast<void>(world.cache.query<int>("key1", {}, load, {.ttl = 5s, .grace = 7s}));
  world.clock->advance(10ms);
  world.executor->run_all();
  const auto entry = world.cache.get<int>("key1")->entries().after;
  CHECK(entry.created_at() == tagcache::TimePoint(20ms));
  CHECK(entry.expires_at() == tagcache::TimePoint(20ms + 5s));
  CHECK(entry.grace_until() == tagcache::TimePoint(20ms + 12s));
}

TEST_CASE("a failed refresh is noticed by nobody and tried again", "[P-045]") {
  World world;
  int loads = 0;
  const auto load = [&loads]() -> int {
    if (++loads > 1) throw std::runtime_error("no database");
    return loads;
  };
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced));
  world.clock->advance(10ms);
  auto at_once = graced;
  at_once.refresh_pause = 0s;
  for (int i = 0; i < 3; ++i) {
    CHECK(*world.cache.query<int>("key1", {}, load, at_once) == 1);
    CHECK(world.executor->run_all() == 1);
  }
  CHECK(loads == 4);
}

TEST_CASE("after a failed refresh no other is tried for a second, or for as long as is said", "[PX-17]") {
  World world;
  const tagcache::TagSet tags{path("t")};
  const Failing load(2);
  tagcache::QueryOptions options{.ttl = 1ms, .grace = 1h};
  tagcache::Duration pause = 1s;
  SECTION("a second") {}
  SECTION("longer") { options.refresh_pause = pause = 1min; }
  const auto refreshes = [&] {
    CHECK(*world.cache.query<int>("key1", tags, load, options) == 1);
    return world.executor->run_all() == 1;
  };
  static_cast<void>(world.cache.query<int>("key1", tags, load, options));
  world.clock->advance(10ms);
  CHECK(refreshes());
  CHECK_FALSE(refreshes());
  world.clock->advance(pause - 1ms);
  CHECK_FALSE(refreshes());
  world.clock->advance(1ms);
  CHECK(refreshes());
  CHECK_FALSE(refreshes());
  CHECK(world.cache.stats().total().failed_refreshes == 2);
}

TEST_CASE("a pause of refreshes is not one of loads, and ends with a set", "[PX-17]") {
  World world;
  const Failing failing(1);
  const tagcache::QueryOptions options{.ttl = 1ms, .grace = 1h};
  const auto fail = [&] {
    world.cache.set("key1", 1, {path("t")}, options);
    world.clock->advance(10ms);
    CHECK(world.cache.query<int>("key1", {path("t")}, failing, options).status() == Status::stale);
    CHECK(world.executor->run_all() == 1);
  };
  fail();
  world.cache.invalidate(path("t"));
  CHECK(*world.cache.query<int>("key1", {path("t")}, [] { return 5; }, options) == 5);
  fail();
  fail();
}

TEST_CASE("after grace the caller loads, and gets the error of its load", "[P-046]") {
  World world;
  bool failing = false;
  const auto load = [&failing]() -> int {
    if (failing) throw std::runtime_error("no database");
    return 1;
  };
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced));
  world.clock->advance(1ms + 10s);
  failing = true;
  CHECK_THROWS_WITH(world.cache.query<int>("key1", {}, load, graced), "no database");
}

TEST_CASE("an invalidated entry in grace is not served, but stands in when the load fails", "[PX-11][PX-16][P-048]") {
  World world;
  bool failing = false;
  int loads = 0;
  const auto load = [&]() -> int {
    ++loads;
    if (failing) throw std::runtime_error("no database");
    return loads;
  };
  const tagcache::QueryOptions options{.ttl = 1min, .grace = 1min};
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, options));
  world.cache.invalidate(path("t"));
  const auto reloaded = world.cache.query<int>("key1", {path("t")}, load, options);
  CHECK(*reloaded == 2);
  CHECK(reloaded.status() == Status::reloaded);

  world.cache.invalidate(path("t"));
  failing = true;
  const auto fallback = world.cache.query<int>("key1", {path("t")}, load, options);
  CHECK(*fallback == 2);
  CHECK(fallback.status() == Status::fallback);
  CHECK(loads == 3);
}

TEST_CASE("grace is judged at the moment of the failure", "[PX-16]") {
  World world;
  bool failing = false;
  const auto load = [&]() -> int {
    if (failing) {
      world.clock->advance(1min);
      throw std::runtime_error("timeout");
    }
    return 1;
  };
  const tagcache::QueryOptions options{.ttl = 1min, .grace = 1min};
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, options));
  world.cache.invalidate(path("t"));
  failing = true;
  CHECK(*world.cache.query<int>("key1", {path("t")}, load, options) == 1);
  CHECK_THROWS_WITH(world.cache.query<int>("key1", {path("t")}, load, options), "timeout");
}

TEST_CASE("without grace nothing stands in", "[PX-08]") {
  World world;
  bool failing = false;
  const auto load = [&]() -> int {
    if (failing) throw std::runtime_error("no database");
    return 1;
  };
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load));
  world.cache.invalidate(path("t"));
  failing = true;
  CHECK_THROWS_WITH(world.cache.query<int>("key1", {path("t")}, load), "no database");
}

TEST_CASE("what was cleared or deleted does not stand in", "[P-082]") {
  World world;
  bool failing = false;
  const auto load = [&]() -> int {
    if (failing) throw std::runtime_error("no database");
    return 1;
  };
  const tagcache::QueryOptions options{.ttl = 1min, .grace = 1min};
  static_cast<void>(world.cache.query<int>("cleared", {}, load, options));
  world.cache.clear();
  static_cast<void>(world.cache.query<int>("deleted", {}, load, options));
  world.cache.del("deleted");
  failing = true;
  CHECK_THROWS_WITH(world.cache.query<int>("cleared", {}, load, options), "no database");
  CHECK_THROWS_WITH(world.cache.query<int>("deleted", {}, load, options), "no database");
}

TEST_CASE("a caller in need takes a queued refresh over instead of waiting for it", "[PX-12]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, graced));
  world.clock->advance(10ms);
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, graced));
  world.cache.invalidate(path("t"));
  CHECK(*world.cache.query<int>("key1", {path("t")}, load, graced) == 2);
  CHECK(world.executor->run_all() == 1);
  CHECK(*load.loads == 2);
}

TEST_CASE("an executor that refuses costs the refresh, not the read") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced));
  world.clock->advance(10ms);
  world.executor->refuse(true);
  CHECK(*world.cache.query<int>("key1", {}, load, graced) == 1);
  world.executor->refuse(false);
  CHECK(*world.cache.query<int>("key1", {}, load, graced) == 1);
  CHECK(world.executor->run_all() == 1);
  CHECK(*world.cache.query<int>("key1", {}, load, graced) == 2);
}

TEST_CASE("an invalidation before a refresh begins is seen by it, one during it wins", "[PX-01]") {
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
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, graced));
  world.clock->advance(10ms);
  CHECK(world.cache.query<int>("key1", {path("t")}, load, graced).status() == Status::stale);
  row = 2;
  CHECK(world.executor->run_all() == 1);
  const auto after = world.cache.query<int>("key1", {path("t")}, load, graced);
  CHECK(*after == 3);
  CHECK(after.status() == Status::reloaded);
}

TEST_CASE("work left in an executor does not touch a cache that is gone", "[PX-32]") {
  auto executor = std::make_shared<tagcache::testing::ManualExecutor>();
  const Counter load;
  {
    World world;
    auto options = world.options();
    options.executor = executor;
    tagcache::Primitives cache(world.store, options);
    static_cast<void>(cache.query<int>("key1", {}, load, graced));
    world.clock->advance(10ms);
    static_cast<void>(cache.query<int>("key1", {}, load, graced));
    CHECK(executor->waiting() == 1);
  }
  CHECK(executor->run_all() == 1);
  CHECK(*load.loads == 1);
}

TEST_CASE("a call that switches grace off gets fresh data, also of an entry that has grace", "[PX-08]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced));
  world.clock->advance(10ms);
  const auto strict = world.cache.query<int>("key1", {}, load, {.grace = 0ms});
  CHECK(*strict == 2);
  CHECK(strict.status() == Status::reloaded);
  CHECK(world.executor->waiting() == 0);
  static_cast<void>(world.cache.query<int>("key2", {}, load, graced));
  world.clock->advance(10ms);
  CHECK_THROWS_AS(world.cache.query<int>("key2", {}, []() -> int { throw 5; }, {.grace = 0ms}), int);
}

TEST_CASE("what was set while a load failed stands in, with or without grace", "[P-048]") {
  World world;
  const auto load = [&]() -> int {
    world.cache.set("key1", 7, {});
    throw std::runtime_error("no database");
  };
  const auto handle = world.cache.query<int>("key1", {}, load);
  CHECK(*handle == 7);
  CHECK(handle.status() == Status::fallback);
}

TEST_CASE("a refresh may throw anything", "[P-045]") {
  World world;
  int loads = 0;
  const auto load = [&loads]() -> int {
    if (++loads > 1) throw 5;
    return loads;
  };
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced));
  world.clock->advance(10ms);
  CHECK(*world.cache.query<int>("key1", {}, load, graced) == 1);
  CHECK_NOTHROW(world.executor->run_all());
  CHECK(*world.cache.query<int>("key1", {}, load, graced) == 1);
}

TEST_CASE("tags that cannot be made cost the refresh, not the read") {
  World world;
  const auto parts = tagcache::key(std::string_view("key1"));
  const auto key = world.cache.key_view({}, tagcache::detail::hash_name({}), parts);
  bool failing = false;
  const auto tags = [&]() -> tagcache::TagSet {
    if (failing) throw std::runtime_error("no tags");
    return {};
  };
  const auto load = [] { return 1; };
  const auto own_load = [&] { return load; };
  static_cast<void>(world.cache.read<int>(key, tags, load, own_load, graced));
  world.clock->advance(10ms);
  failing = true;
  CHECK(world.cache.read<int>(key, tags, load, own_load, graced).status() == Status::stale);
}

TEST_CASE("a refresh may end the cache's owner, and may disconnect the cache", "[PX-32]") {
  struct Service : std::enable_shared_from_this<Service> {
    std::shared_ptr<tagcache::testing::ManualClock> clock = std::make_shared<tagcache::testing::ManualClock>();
    tagcache::Primitives cache{tagcache::memory(), {.defaults = {.ttl = 1ms, .grace = 1h}, .clock = clock}};
    std::atomic<int> loads = 0;
    std::promise<void> refreshing;
    std::promise<void> ended;
    std::shared_future<void> released;

    explicit Service(std::shared_future<void> release) : released(std::move(release)) {}
    ~Service() { ended.set_value(); }

    int read() {
      return *cache.query<int>("key1", {}, [self = shared_from_this()] {
        if (++self->loads == 2) {
          self->refreshing.set_value();
          self->released.wait();
          self->cache.disconnect();
        }
        return self->loads.load();
      });
    }
  };
  std::promise<void> release;
  auto service = std::make_shared<Service>(release.get_future().share());
  auto ended = service->ended.get_future();
  CHECK(service->read() == 1);
  service->clock->advance(1s);
  CHECK(service->read() == 1);
  service->refreshing.get_future().wait();
  service.reset();  // the refresh holds the last reference now
  release.set_value();
  ended.wait();
  CHECK(ended.valid());
}
