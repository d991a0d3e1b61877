#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <future>
#include <optional>
#include <stdexcept>

#include "async_world.hpp"
#include "catch.hpp"

namespace asio = boost::asio;
using tagcache::Status;

// Blocking and asynchronous callers of one load: who leads it, and what befalls it meanwhile.
namespace {

struct MixedWorld : AsyncWorld {
  Door door{io};
  Counter counter;
  Answer<int> answer;
  asio::cancellation_signal signal;

  /// A coroutine loads, and waits at the door.
  void lead_asynchronously(const tagcache::QueryOptions& options = {}) {
    async.async_query<int>("k", tags, behind(door, counter), options,
                           asio::bind_cancellation_slot(signal.slot(), answer.callback()));
    run();
  }
  /// A thread that shares that load, and waits for it by now.
  [[nodiscard]] std::future<tagcache::Handle<int>> join_blocking() {
    auto joined = std::async(std::launch::async, [this] {
      const auto own = []() -> int { throw std::logic_error("a load of its own"); };
      return cache.query<int>("k", tags, own, {.ttl = 1h, .grace = 1h, .hard_timeout = 1h});
    });
    clock->await_waiters(1);
    return joined;
  }
};

/// A thread that loads until it is let go.
struct BlockingLeader {
  explicit BlockingLeader(tagcache::Primitives& cache, bool throws = false)
      : result(std::async(std::launch::async, [this, &cache, throws] {
          return cache.query<int>("k", tags, [this, throws] {
            runs.set_value();
            release.get_future().wait();
            if (throws) throw std::runtime_error("no database");
            return 7;
          });
        })) {
    runs.get_future().wait();
  }

  std::promise<void> runs;
  std::promise<void> release;
  std::future<tagcache::Handle<int>> result;
};

}  // namespace

TEST_CASE("async: a set, del, clear or invalidation while a coroutine loads wins, and all its callers get their value",
          "[PX-01][PX-21][PX-30]") {
  MixedWorld world;
  world.lead_asynchronously({.ttl = 1h, .grace = 1h});
  auto blocking = world.join_blocking();
  std::optional<int> left;
  SECTION("set") {
    world.cache.set("k", 9, tags, {.ttl = 1h});
    left = 9;
  }
  SECTION("del") { world.cache.del("k"); }
  SECTION("clear") { world.cache.clear(); }
  SECTION("invalidate") { world.cache.invalidate(path("t")); }
  world.door.open();
  world.run();
  CHECK(blocking.get().value() == 1);
  REQUIRE(world.answer.handle);
  CHECK(world.answer.handle->value() == 1);
  const auto found = world.cache.get<int>("k");
  REQUIRE(found.has_value() == left.has_value());
  if (left) CHECK(found->value() == *left);
}

TEST_CASE("async: what a coroutine throws reaches a blocking caller, and what a thread throws an asynchronous one",
          "[P-038]") {
  MixedWorld world;
  SECTION("the coroutine leads") {
    world.async.async_query<int>(
        "k", tags,
        [&world]() -> asio::awaitable<int> {
          co_await world.door.pass();
          throw std::runtime_error("no database");
        },
        {}, world.answer.callback());
    world.run();
    auto blocking = world.join_blocking();
    world.door.open();
    world.run();
    CHECK_THROWS_WITH(blocking.get(), "no database");
  }
  SECTION("the thread leads") {
    BlockingLeader leader(world.cache, true);
    world.async.async_query<int>("k", tags, [] { return -1; }, {}, world.answer.callback());
    world.run();
    leader.release.set_value();
    CHECK_THROWS_WITH(leader.result.get(), "no database");
    world.run();
  }
  CHECK(world.answer.calls == 1);
  CHECK(world.answer.text() == "no database");
}

TEST_CASE("async: a leader that is cancelled leaves its load to the thread that waits for it") {
  MixedWorld world;
  world.lead_asynchronously();
  auto blocking = world.join_blocking();
  world.signal.emit(asio::cancellation_type::terminal);
  world.run();
  CHECK(world.answer.calls == 1);
  CHECK_FALSE(world.answer.handle);
  world.door.open();
  world.run();
  CHECK(blocking.get().value() == 1);
  CHECK(*world.counter.loads == 1);
}

TEST_CASE("async: who shares the load of a thread waits no longer than his own hard timeout") {
  MixedWorld world;
  BlockingLeader leader(world.cache);
  world.async.async_query<int>("k", tags, [] { return -1; }, {.hard_timeout = 200ms}, world.answer.callback());
  world.run();
  CHECK(world.answer.calls == 0);
  world.clock->advance(200ms);
  world.executor->advance(200ms);
  world.run();
  CHECK(world.answer.calls == 1);
  CHECK(world.answer.text().find("has not ended within 200 ms") != std::string::npos);
  leader.release.set_value();
  CHECK(leader.result.get().value() == 7);
  CHECK(world.cache.get<int>("k")->value() == 7);
}

TEST_CASE("async: a thread that shares the load of a coroutine waits no longer than its own hard timeout") {
  MixedWorld world;
  world.lead_asynchronously();
  auto blocking = std::async(std::launch::async, [&world] {
    return world.cache.query<int>("k", tags, [] { return -1; }, {.hard_timeout = 200ms});
  });
  world.clock->await_waiters(1);
  world.clock->advance(200ms);
  CHECK_THROWS_AS(blocking.get(), tagcache::LoadTimeout);
  world.door.open();
  world.run();
  REQUIRE(world.answer.handle);
  CHECK(world.answer.handle->status() == Status::miss);
}
