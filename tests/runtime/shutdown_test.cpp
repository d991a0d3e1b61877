#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include "catch.hpp"
#include "world.hpp"

// covers: PX-23, PX-32
namespace {

using tagcache::Status;

const tagcache::QueryOptions in_grace{.ttl = 1s, .grace = 1h};

/// A loader that says when it runs and ends when told to.
struct Slow {
  struct State {
    std::promise<void> runs;
    std::promise<void> release;
    std::shared_future<void> released = release.get_future().share();
    std::atomic<int> ended = 0;
  };
  std::shared_ptr<State> state = std::make_shared<State>();

  int operator()() const {
    state->runs.set_value();
    state->released.wait();
    ++state->ended;
    return 1;
  }
};

/// Leaves an expired entry under "k", whose next read refreshes it.
void leave_expired(World& world, tagcache::Primitives& cache) {
  static_cast<void>(cache.query<int>("k", {}, [] { return 0; }, in_grace));
  world.clock->advance(2s);
}

}  // namespace

TEST_CASE("a shutdown without work is complete at once") {
  World world;
  const auto shutdown = world.cache.shutdown(0ms);
  CHECK(shutdown.complete());
  CHECK(shutdown.finished == 0);
}

TEST_CASE("a shutdown says how much it dropped, and what it dropped never runs") {
  World world;
  leave_expired(world, world.cache);
  Counter counter;
  CHECK(world.cache.query<int>("k", {}, counter, in_grace).status() == Status::stale);
  const auto shutdown = world.cache.shutdown(0ms);
  CHECK(shutdown.dropped == 1);
  CHECK(shutdown.still_running == 0);
  CHECK_FALSE(shutdown.complete());
  world.executor->run_all();
  CHECK(*counter.loads == 0);
}

TEST_CASE("what a shutdown drops lets go of what it holds, whatever the executor does") {
  World world;
  leave_expired(world, world.cache);
  const auto held = std::make_shared<int>(1);
  CHECK(world.cache.query<int>("k", {}, [held] { return *held; }, in_grace).status() == Status::stale);
  CHECK(held.use_count() > 1);
  CHECK(world.cache.shutdown(0ms).dropped == 1);
  CHECK(held.use_count() == 1);
  CHECK(world.executor->waiting() == 1);
}

TEST_CASE("what waits at a disconnect never runs") {
  World world;
  leave_expired(world, world.cache);
  Counter counter;
  CHECK(world.cache.query<int>("k", {}, counter, in_grace).status() == Status::stale);
  world.cache.disconnect();
  world.executor->run_all();
  CHECK(*counter.loads == 0);
}

TEST_CASE("a shutdown waits for what has begun, and counts it") {
  World world;
  auto options = world.options();
  options.executor = tagcache::background_threads();
  tagcache::Primitives cache(world.store, options);
  leave_expired(world, cache);
  const Slow slow;
  CHECK(cache.query<int>("k", {}, slow, in_grace).status() == Status::stale);
  slow.state->runs.get_future().wait();
  auto shutdown = std::async(std::launch::async, [&] { return cache.shutdown(1h); });
  world.clock->await_waiters(1);
  slow.state->release.set_value();
  const auto done = shutdown.get();
  CHECK(done.finished == 1);
  CHECK(done.complete());
  CHECK(slow.state->ended == 1);
}

TEST_CASE("after a shutdown that gave up, the end of the cache waits for nothing and keeps nothing") {
  World world;
  auto options = world.options();
  options.executor = tagcache::background_threads({.threads = 1});
  const Slow slow;
  {
    tagcache::Primitives cache(world.store, options);
    leave_expired(world, cache);
    CHECK(cache.query<int>("k", {}, slow, in_grace).status() == Status::stale);
    slow.state->runs.get_future().wait();
    auto shutdown = std::async(std::launch::async, [&] { return cache.shutdown(1s); });
    world.clock->await_waiters(1);
    world.clock->advance(1s);
    CHECK(shutdown.get().still_running == 1);
  }
  CHECK(slow.state->ended == 0);
  slow.state->release.set_value();
  // The thread is free again when the next task runs.
  std::promise<void> next;
  REQUIRE(options.executor->post([&next] { next.set_value(); }));
  next.get_future().wait();
  CHECK(slow.state->ended == 1);
  tagcache::Primitives other(world.store, options);
  REQUIRE(other.get<int>("k"));
  CHECK(other.get<int>("k")->value() == 0);
}

TEST_CASE("the end of its scope ends the work of a cache, also when what is done there fails", "[R-021][RX-26]") {
  World world;
  const Counter counter;
  const auto fail = [&] {
    tagcache::Primitives cache(world.store, world.options());
    leave_expired(world, cache);
    CHECK(cache.query<int>("k", {}, counter, in_grace).status() == Status::stale);
    CHECK(world.executor->waiting() == 1);
    throw std::runtime_error("what is done there fails");
  };
  CHECK_THROWS_AS(fail(), std::runtime_error);
  world.executor->run_all();
  CHECK(*counter.loads == 0);
}

TEST_CASE("after a shutdown the cache works on, without refreshes") {
  World world;
  leave_expired(world, world.cache);
  static_cast<void>(world.cache.shutdown(0ms));
  Counter counter;
  CHECK(world.cache.query<int>("k", {}, counter, in_grace).status() == Status::stale);
  CHECK(world.executor->waiting() == 0);
  CHECK(world.cache.query<int>("other", {}, counter).status() == Status::miss);
}

TEST_CASE("delayed tasks run in the order of their times, and not before") {
  tagcache::testing::ManualExecutor executor;
  std::string order;
  REQUIRE(executor.post_after(2s, [&order] { order += 'b'; }));
  REQUIRE(executor.post_after(1s, [&order] { order += 'a'; }));
  executor.advance(999ms);
  CHECK(executor.run_all() == 0);
  executor.advance(1s + 1ms);
  CHECK(executor.run_all() == 2);
  CHECK(order == "ab");
}

TEST_CASE("background threads run delayed tasks, also while all tasks wait for none") {
  const auto executor = tagcache::background_threads({.threads = 1, .queue_max = 0});
  std::promise<void> ran;
  CHECK_FALSE(executor->post([] {}));
  REQUIRE(executor->post_after(1ms, [&ran] { ran.set_value(); }));
  ran.get_future().wait();
}
