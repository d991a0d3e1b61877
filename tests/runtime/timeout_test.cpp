#include <future>
#include <latch>
#include <stdexcept>

#include "catch.hpp"
#include "world.hpp"

using tagcache::LoadTimeout;
using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions soft{.ttl = 1s, .grace = 1h, .soft_timeout = 50ms};
constexpr tagcache::QueryOptions hard{.ttl = 1min, .grace = 1h, .hard_timeout = 200ms};
const tagcache::TagSet tags{path("t")};

/// A query in a thread of its own, which waits for the clock or the executor to be moved.
template <class Loader>
std::future<tagcache::Handle<int>> reading(World& world, Loader load, tagcache::QueryOptions options) {
  return std::async(std::launch::async,
                    [&world, load, options] { return world.cache.query<int>("key1", tags, load, options); });
}

}  // namespace

TEST_CASE("soft timeout: a slow refresh is not waited for, and its late value is kept") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, soft));
  world.clock->advance(1s);
  auto reader = reading(world, load, soft);
  world.clock->await_waiters(1);
  world.clock->advance(50ms - 1ns);
  CHECK(world.executor->waiting() == 1);
  world.clock->advance(1ns);
  const auto stale = reader.get();
  CHECK(*stale == 1);
  CHECK(stale.status() == Status::stale);
  CHECK(stale.age() == 1050ms);
  CHECK(world.executor->run_all() == 1);
  const auto late = world.cache.query<int>("key1", tags, load, soft);
  CHECK(*late == 2);
  CHECK(late.status() == Status::hit);
}

TEST_CASE("soft timeout: a quick refresh is waited for") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, soft));
  world.clock->advance(1s);
  auto reader = reading(world, load, soft);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  const auto fresh = reader.get();
  CHECK(*fresh == 2);
  CHECK(fresh.status() == Status::reloaded);
  CHECK_FALSE(fresh.joined());
}

TEST_CASE("soft timeout: the old value stands in for a refresh that fails") {
  World world;
  const Failing load(2);
  static_cast<void>(world.cache.query<int>("key1", tags, load, soft));
  world.clock->advance(1s);
  auto reader = reading(world, load, soft);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(reader.get().status() == Status::fallback);

  // What was cleared meanwhile does not.
  world.clock->advance(1s);  // the pause after a refresh that failed
  auto second = reading(world, load, soft);
  world.clock->await_waiters(1);
  world.cache.clear();
  CHECK(world.executor->run_all() == 1);
  CHECK_THROWS_WITH(second.get(), "no database, run 3");
}

TEST_CASE("soft timeout: while an error is remembered nothing is waited for", "[PX-17]") {
  World world;
  const Failing load(2);
  tagcache::QueryOptions options = soft;
  options.error_ttl = 5s;
  static_cast<void>(world.cache.query<int>("key1", tags, load, options));
  world.clock->advance(1s);
  auto reader = reading(world, load, options);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(reader.get().status() == Status::fallback);
  CHECK(world.cache.query<int>("key1", tags, load, options).status() == Status::stale);
  CHECK(world.executor->waiting() == 0);
}

TEST_CASE("soft timeout: after a refresh that failed nothing is waited for, until the pause is over") {
  World world;
  const Failing load(2);
  tagcache::QueryOptions options = soft;
  options.refresh_pause = 5s;
  static_cast<void>(world.cache.query<int>("key1", tags, load, options));
  world.clock->advance(1s);
  auto reader = reading(world, load, options);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(reader.get().status() == Status::fallback);
  CHECK(world.cache.query<int>("key1", tags, load, options).status() == Status::stale);
  CHECK(world.executor->waiting() == 0);
  world.clock->advance(5s);
  auto later = reading(world, load, options);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(later.get().status() == Status::fallback);
  CHECK(*load.loads == 3);
}

TEST_CASE("soft timeout: readers of one key share the refresh") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, soft));
  world.clock->advance(1s);
  auto first = reading(world, load, soft);
  auto second = reading(world, load, soft);
  world.clock->await_waiters(2);
  CHECK(world.executor->run_all() == 1);
  const auto one = first.get();
  const auto other = second.get();
  CHECK(*one == 2);
  CHECK(*other == 2);
  CHECK(one.joined() != other.joined());
  CHECK(*load.loads == 2);
}

TEST_CASE("soft timeout: an invalidated value waits only when the query may serve it", "[PX-11]") {
  World world;
  const Counter load;
  tagcache::QueryOptions options = soft;
  static_cast<void>(world.cache.query<int>("key1", tags, load, options));
  world.cache.invalidate(path("t"));
  CHECK(world.cache.query<int>("key1", tags, load, options).status() == Status::reloaded);
  world.cache.invalidate(path("t"));
  options.on_invalidate = tagcache::OnInvalidate::serve_stale;
  auto reader = reading(world, load, options);
  world.clock->await_waiters(1);
  world.clock->advance(50ms);
  const auto stale = reader.get();
  CHECK(*stale == 2);
  CHECK(stale.status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(*world.cache.query<int>("key1", tags, load, options) == 3);
}

TEST_CASE("hard timeout: a caller with nothing to be served gets an error, and the late value is kept") {
  World world;
  const Counter load;
  auto reader = reading(world, load, hard);
  world.clock->await_waiters(1);
  world.clock->advance(200ms);
  CHECK_THROWS_WITH(reader.get(),
                    "the load of tagcache:\"key1\" has not ended within 200 ms: it goes on, or waits for a "
                    "thread of the executor, and what it gives is kept");
  CHECK(world.executor->run_all() == 1);
  CHECK(world.cache.query<int>("key1", tags, load, hard).status() == Status::hit);
  CHECK(*load.loads == 1);
}

TEST_CASE("hard timeout: an entry in grace stands in") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, {.ttl = 1min, .grace = 1h}));
  world.cache.invalidate(path("t"));
  auto reader = reading(world, load, hard);
  world.clock->await_waiters(1);
  world.clock->advance(200ms);
  const auto fallback = reader.get();
  CHECK(*fallback == 1);
  CHECK(fallback.status() == Status::fallback);
}

TEST_CASE("hard timeout: what ends in time is served, errors too") {
  World world;
  auto reader = reading(world, Counter(), hard);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(reader.get().status() == Status::miss);
  world.cache.clear();
  auto failing = reading(world, Failing(1), hard);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK_THROWS_WITH(failing.get(), "no database, run 1");
}

TEST_CASE("hard timeout: it bounds the soft one") {
  World world;
  const Counter load;
  const tagcache::QueryOptions both{.ttl = 1s, .grace = 1h, .soft_timeout = 1h, .hard_timeout = 10ms};
  static_cast<void>(world.cache.query<int>("key1", tags, load, {.ttl = 1s, .grace = 1h}));
  world.clock->advance(1s);
  auto reader = reading(world, load, both);
  world.clock->await_waiters(1);
  world.clock->advance(10ms);
  CHECK(reader.get().status() == Status::stale);
}

TEST_CASE("hard timeout: each caller of a load has its own patience") {
  World world;
  const Counter load;
  auto hasty = reading(world, load, hard);
  world.clock->await_waiters(1);
  auto patient = reading(world, load, {.hard_timeout = 1h});
  world.clock->await_waiters(2);
  world.clock->advance(200ms);
  CHECK_THROWS_AS(hasty.get(), LoadTimeout);
  CHECK(world.executor->run_all() == 1);
  const auto joined = patient.get();
  CHECK(*joined == 1);
  CHECK(joined.joined());
}

TEST_CASE("hard timeout: a caller without one takes the queued load over") {
  World world;
  const Counter load;
  auto hasty = reading(world, load, hard);
  world.clock->await_waiters(1);
  CHECK(*world.cache.query<int>("key1", tags, load) == 1);
  CHECK(*hasty.get() == 1);
  CHECK(world.executor->run_all() == 1);
  CHECK(*load.loads == 1);
}

TEST_CASE("hard timeout: nobody joins a load of before an invalidation", "[PX-37]") {
  World world;
  std::latch loading(1);
  std::promise<void> release;
  const auto slow = [&, released = release.get_future().share()] {
    loading.count_down();
    released.wait();
    return 1;
  };
  auto before = std::async(std::launch::async, [&] { return world.cache.query<int>("key1", tags, slow); });
  loading.wait();
  world.cache.invalidate(path("t"));
  auto after = reading(world, [] { return 2; }, hard);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(*after.get() == 2);
  release.set_value();
  CHECK(*before.get() == 1);
  CHECK(*world.cache.query<int>("key1", tags, [] { return 3; }) == 2);
}

TEST_CASE("hard timeout: an executor that refuses costs the timeout, not the load") {
  World world;
  const Counter load;
  world.executor->refuse(true);
  CHECK(world.cache.query<int>("key1", tags, load, hard).status() == Status::miss);
  CHECK(world.cache.query<int>("key1", tags, load, hard).status() == Status::hit);
  world.cache.clear();
  world.executor->refuse(false);
  world.cache.disconnect();
  CHECK(*world.cache.query<int>("key1", tags, load, hard) == 2);
}

TEST_CASE("hard timeout: with single_flight off each caller has a load of its own", "[R-085]") {
  World world;
  const Counter load;
  const tagcache::QueryOptions options{.hard_timeout = 200ms, .single_flight = false};
  auto first = reading(world, load, options);
  auto second = reading(world, load, options);
  world.clock->await_waiters(2);
  CHECK(world.executor->run_all() == 2);
  static_cast<void>(first.get());
  static_cast<void>(second.get());
  // The second found what the first had loaded.
  CHECK(*load.loads == 1);
  world.cache.clear();
  const auto recursive = [&world, load, options] { return *world.cache.query<int>("key1", tags, load, options); };
  auto asking = reading(world, recursive, options);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK_THROWS_AS(asking.get(), tagcache::RecursiveLoad);
}

TEST_CASE("hard timeout: a loader that asks for its own key gets an error", "[PX-14]") {
  World world;
  const Counter load;
  const auto recursive = [&world, load] { return *world.cache.query<int>("key1", tags, load, hard); };
  auto asking = reading(world, recursive, hard);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK_THROWS_AS(asking.get(), tagcache::RecursiveLoad);
}

TEST_CASE("hard timeout: it holds on the clock of the machine and the executor of a cache") {
  tagcache::Primitives cache(tagcache::memory());
  std::promise<void> release;
  const auto slow = [released = release.get_future().share()] {
    released.wait();
    return 1;
  };
  CHECK_THROWS_AS(cache.query<int>("key1", {}, slow, {.hard_timeout = 1ms}), LoadTimeout);
  release.set_value();
  CHECK(*cache.query<int>("key1", {}, slow, {.hard_timeout = tagcache::Duration::max()}) == 1);
}

TEST_CASE("soft timeout: an executor that refuses costs nothing: the old value is served at once") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, soft));
  world.clock->advance(1s);
  world.executor->refuse(true);
  const auto stale = world.cache.query<int>("key1", tags, load, soft);
  CHECK(stale.status() == Status::stale);
  CHECK(*load.loads == 1);
  world.executor->refuse(false);
  auto reader = reading(world, load, soft);
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(*reader.get() == 2);
}

TEST_CASE("soft timeout: what was cleared or invalidated during the wait is not served") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, soft));
  world.clock->advance(1s);
  auto reader = reading(world, load, soft);
  world.clock->await_waiters(1);
  SECTION("cleared") { world.cache.clear(); }
  SECTION("invalidated") { world.cache.invalidate(path("t")); }
  SECTION("deleted") { world.cache.del("key1"); }
  world.clock->advance(50ms);
  const auto loaded = reader.get();
  CHECK(*loaded == 2);
  CHECK((loaded.status() == Status::miss || loaded.status() == Status::reloaded));
}

TEST_CASE("a caller with grace has its own fallback when the load that it shares fails for a leader without") {
  World world;
  const tagcache::QueryOptions graced{.ttl = 1s, .grace = 1h};
  static_cast<void>(world.cache.query<int>("key1", tags, [] { return 1; }, graced));
  world.cache.invalidate(path("t"));
  std::future<tagcache::Handle<int>> passenger;
  const auto failing = [&]() -> int {
    passenger =
        std::async(std::launch::async, [&] { return world.cache.query<int>("key1", tags, [] { return 5; }, graced); });
    world.store->wait_for_joins(1);
    throw std::runtime_error("no database");
  };
  CHECK_THROWS_WITH(world.cache.query<int>("key1", tags, failing, {.ttl = 1s, .grace = 0s}), "no database");
  const auto own = passenger.get();
  CHECK(own.status() == Status::fallback);
  CHECK(own.joined());
  CHECK(*own == 1);
}
