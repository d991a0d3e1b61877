#include <stdexcept>
#include <vector>

#include "async_world.hpp"
#include "catch.hpp"

namespace asio = boost::asio;
using tagcache::force_refresh;
using tagcache::Refreshed;
using tagcache::Status;

namespace {

/// A loader that is a coroutine, whose n-th run gives n.
auto coroutine(const Counter& counter) {
  return [counter]() -> asio::awaitable<int> { co_return counter(); };
}

/// The same, but it throws from some run on.
auto coroutine(const Failing& failing) {
  return [failing]() -> asio::awaitable<int> { co_return failing(); };
}

struct RefreshingWorld : AsyncWorld {
  std::vector<bool> told;

  auto listener() {
    return [this](const Refreshed<int>& refreshed) { told.push_back(refreshed.changed); };
  }
  template <class Loader>
  Status read(const Loader& load, const tagcache::QueryOptions& options = in_grace) {
    Answer<int> answer;
    async.async_query<int>("k", tags, load, options, listener(), answer.callback());
    io.restart();
    io.poll();
    REQUIRE(answer.handle);
    return answer.handle->status();
  }
};

}  // namespace

TEST_CASE("async: a refresh is told once, on the executor, when it is over", "[P-049][P-054]") {
  RefreshingWorld world;
  const Counter counter;
  CHECK(world.read(coroutine(counter)) == Status::miss);
  CHECK(world.read(coroutine(counter)) == Status::hit);
  world.clock->advance(1s);
  CHECK(world.read(coroutine(counter)) == Status::stale);
  world.io.restart();
  world.io.poll();
  CHECK(*counter.loads == 2);
  CHECK(world.read(coroutine(counter)) == Status::hit);
  CHECK(world.told.empty());
  SECTION("where it may block") { CHECK(world.executor->run_all() == 1); }
  SECTION("a loader of values is told of too") {
    world.run();
    world.told.clear();
    world.clock->advance(1s);
    CHECK(world.read([] { return 7; }) == Status::stale);
    CHECK(world.executor->run_all() == 1);
  }
  CHECK(world.told == std::vector{true});
}

TEST_CASE("async: a refresh is told at once when the executor refuses to") {
  RefreshingWorld world;
  const Counter counter;
  CHECK(world.read(coroutine(counter)) == Status::miss);
  world.clock->advance(1s);
  world.executor->refuse(true);
  CHECK(world.read(coroutine(counter)) == Status::stale);
  world.run();
  CHECK(world.told == std::vector{true});
}

TEST_CASE("async: a hit is checked by a coroutine, and a refresh is a check", "[P-056][P-060]") {
  RefreshingWorld world;
  const tagcache::QueryOptions checked{.ttl = 1s, .grace = 1h, .verify = 1};
  const Counter counter;
  CHECK(world.read(coroutine(counter), checked) == Status::miss);
  CHECK(world.read(coroutine(counter), checked) == Status::hit);
  world.run();
  CHECK(world.store->calls().report == 1);
  CHECK(world.cache.stats().total().verified == 1);
  CHECK(world.cache.stats().total().found_stale == 1);
  CHECK(world.cache.get<int>("k")->value() == 1);
  world.clock->advance(1s);
  CHECK(world.read(coroutine(counter), checked) == Status::stale);
  world.run();
  CHECK(world.store->calls().report == 2);
  CHECK(world.cache.stats().total().compared_refreshes == 1);
}

TEST_CASE("async: after a refresh that failed none is started for a while", "[PX-17]") {
  RefreshingWorld world;
  const Failing failing(2);
  tagcache::QueryOptions options = in_grace;
  SECTION("of which nobody waits for the end") {}
  SECTION("of which the reader waits for the end") { options.soft_timeout = 50ms; }
  CHECK(world.read(coroutine(failing), options) == Status::miss);
  world.clock->advance(1s);
  CHECK_FALSE(world.read(coroutine(failing), options) == Status::hit);
  world.run();
  CHECK(*failing.loads == 2);
  CHECK(world.read(coroutine(failing), options) == Status::stale);
  world.run();
  CHECK(*failing.loads == 2);
  world.clock->advance(1s);
  CHECK_FALSE(world.read(coroutine(failing), options) == Status::hit);
  world.run();
  CHECK(*failing.loads == 3);
}

TEST_CASE("async: a forced read loads although the entry is fresh, and its value is kept") {
  AsyncWorld world;
  const Counter counter;
  Answer<int> answer;
  world.cache.set("k", 0, tags, {.ttl = 1h});
  world.async.async_query<int>(force_refresh, "k", tags, coroutine(counter), {.ttl = 1h}, answer.callback());
  world.run();
  REQUIRE(answer.handle);
  CHECK(answer.handle->status() == Status::reloaded);
  CHECK(world.cache.get<int>("k")->value() == 1);
  CHECK(world.cache.stats().total().misses(tagcache::MissCause::forced) == 1);
}

TEST_CASE("async: a forced read shares no load that began before it, and minds no remembered error") {
  AsyncWorld world;
  Door door(world.io);
  const Counter counter;
  Answer<int> older;
  Answer<int> forced;
  SECTION("a load under way") {
    world.async.async_query<int>("k", tags, behind(door, counter), {}, older.callback());
    world.run();
    world.async.async_query<int>(force_refresh, "k", tags, coroutine(counter), {}, forced.callback());
    world.run();
    CHECK(older.calls == 0);
    door.open();
    world.run();
    REQUIRE(older.handle);
    CHECK(older.handle->value() == 1);
  }
  SECTION("an error") {
    const tagcache::QueryOptions remembers{.error_ttl = 1h};
    world.async.async_query<int>("k", tags, coroutine(Failing(1)), remembers, older.callback());
    world.run();
    CHECK(older.error);
    CHECK(counter() == 1);
    world.async.async_query<int>(force_refresh, "k", tags, coroutine(counter), remembers, forced.callback());
    world.run();
  }
  REQUIRE(forced.handle);
  CHECK(forced.handle->value() == 2);
  CHECK(world.cache.get<int>("k")->value() == 2);
}
