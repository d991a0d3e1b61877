#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <tagcache/testing/in_process_remote.hpp>
#include <thread>

#include "async_world.hpp"
#include "catch.hpp"

namespace asio = boost::asio;
using tagcache::Handle;
using tagcache::Status;

TEST_CASE("async: a callback gets what a coroutine loads, and later what is stored") {
  AsyncWorld world;
  Counter counter;
  Answer<int> first;
  const auto load = [counter]() -> asio::awaitable<int> { co_return counter(); };
  world.async.async_query<int>("k", tags, load, {}, first.callback());
  CHECK(first.calls == 0);
  world.run();
  REQUIRE(first.calls == 1);
  REQUIRE(first.handle);
  CHECK(first.handle->status() == Status::miss);
  CHECK(first.handle->value() == 1);
  Answer<int> second;
  world.async.async_query<int>("k", tags, load, {}, second.callback());
  CHECK(second.calls == 0);  // never inside of the call
  world.run();
  REQUIRE(second.handle);
  CHECK(second.handle->status() == Status::hit);
  CHECK(*counter.loads == 1);
}

TEST_CASE("async: what memory in front has comes without the executor that asks the store behind") {
  AsyncWorld world;
  const auto server = std::make_shared<tagcache::testing::RemoteServer>();
  tagcache::Primitives cache(tagcache::layered(tagcache::memory(), server->connect()), world.options());
  tagcache::AsyncPrimitives async(cache, world.io.get_executor());
  const auto load = []() -> asio::awaitable<int> { co_return 1; };
  tagcache::QueryOptions options{.ttl = 1h};
  Answer<int> first;
  async.async_query<int>("k", tags, load, options, first.callback());
  world.run();
  REQUIRE(first.handle);
  Answer<int> second;
  SECTION("as one node knows it") {
    async.async_query<int>("k", tags, load, options, second.callback());
    CHECK(second.calls == 0);
    world.io.restart();
    world.io.poll();
  }
  SECTION("unless the read asks for more") {
    options.consistency = tagcache::Consistency::strict;
    async.async_query<int>("k", tags, load, options, second.callback());
    world.io.restart();
    world.io.poll();
    CHECK(second.calls == 0);
    world.run();
  }
  REQUIRE(second.handle);
  CHECK(second.handle->status() == Status::hit);
}

TEST_CASE("async: a future and a coroutine are completion tokens too") {
  AsyncWorld world;
  Counter counter;
  auto future = world.async.async_query<int>("k", tags, counter, {}, asio::use_future);
  world.run();
  CHECK(future.get().value() == 1);
  int seen = 0;
  asio::co_spawn(
      world.io,
      [&]() -> asio::awaitable<void> {
        const auto handle = co_await world.async.async_query<int>("k", tags, counter, {}, asio::use_awaitable);
        seen = handle.value();
      },
      asio::detached);
  world.run();
  CHECK(seen == 1);
}

TEST_CASE("async: what a loader throws reaches each caller once") {
  AsyncWorld world;
  Door door(world.io);
  Answer<int> one;
  Answer<int> other;
  const auto load = [&door]() -> asio::awaitable<int> {
    co_await door.pass();
    throw std::runtime_error("no database");
  };
  world.async.async_query<int>("k", tags, load, {}, one.callback());
  world.async.async_query<int>("k", tags, load, {}, other.callback());
  world.run();
  CHECK(door.waiting() == 1);
  door.open();
  world.run();
  CHECK(one.calls == 1);
  CHECK(other.calls == 1);
  CHECK(one.text() == "no database");
  CHECK(other.text() == "no database");
  CHECK_FALSE(world.cache.get<int>("k"));
}

TEST_CASE("async: a blocking caller and asynchronous ones share one load [P-035]") {
  AsyncWorld world;
  Door door(world.io);
  Counter counter;
  Answer<int> one;
  Answer<int> other;
  world.async.async_query<int>("k", tags, behind(door, counter), {}, one.callback());
  world.run();
  auto blocking = std::async(std::launch::async, [&] { return world.cache.query<int>("k", tags, [] { return -1; }); });
  world.store->wait_for_joins(1);
  world.async.async_query<int>("k", tags, behind(door, counter), {}, other.callback());
  world.run();
  CHECK(one.calls + other.calls == 0);
  door.open();
  world.run();
  const auto handle = blocking.get();
  CHECK(handle.value() == 1);
  CHECK(handle.joined());
  REQUIRE(one.handle);
  REQUIRE(other.handle);
  CHECK_FALSE(one.handle->joined());
  CHECK(other.handle->joined());
  CHECK(*counter.loads == 1);
}

TEST_CASE("async: asynchronous callers join the load of a blocking one") {
  AsyncWorld world;
  std::promise<void> runs;
  std::promise<void> release;
  auto blocking = std::async(std::launch::async, [&] {
    return world.cache.query<int>("k", tags, [&] {
      runs.set_value();
      release.get_future().wait();
      return 7;
    });
  });
  runs.get_future().wait();
  Answer<int> answer;
  world.async.async_query<int>("k", tags, [] { return -1; }, {}, answer.callback());
  release.set_value();
  CHECK(blocking.get().value() == 7);
  world.run();
  REQUIRE(answer.handle);
  CHECK(answer.handle->value() == 7);
  CHECK(answer.handle->joined());
}

TEST_CASE("async: nobody joins a load of before an invalidation [PX-37]") {
  AsyncWorld world;
  Door door(world.io);
  Counter counter;
  Answer<int> before;
  Answer<int> after;
  world.async.async_query<int>("k", tags, behind(door, counter), {}, before.callback());
  world.run();
  world.cache.invalidate(path("t"));
  world.async.async_query<int>("k", tags, behind(door, counter), {}, after.callback());
  world.run();
  CHECK(door.waiting() == 2);
  door.open();
  world.run();
  REQUIRE(before.handle);
  REQUIRE(after.handle);
  CHECK(before.handle->value() == 1);
  CHECK(after.handle->value() == 2);
  CHECK(world.cache.get<int>("k")->value() == 2);
}

TEST_CASE("async: an expired entry is served at once, and one load refreshes it") {
  AsyncWorld world;
  Counter counter;
  const auto load = [counter]() -> asio::awaitable<int> { co_return counter(); };
  Answer<int> answers[3];
  world.async.async_query<int>("k", tags, load, in_grace, answers[0].callback());
  world.run();
  world.clock->advance(2s);
  world.async.async_query<int>("k", tags, load, in_grace, answers[1].callback());
  world.async.async_query<int>("k", tags, load, in_grace, answers[2].callback());
  world.run();
  CHECK(answers[1].handle->status() == Status::stale);
  CHECK(answers[2].handle->value() == 1);
  CHECK(*counter.loads == 2);
  CHECK(world.cache.get<int>("k", tagcache::Accept::fresh)->value() == 2);
}

TEST_CASE("async: a coroutine that says unchanged of nothing has failed, and is counted") {
  AsyncWorld world;
  const auto load = []() -> asio::awaitable<tagcache::Loaded<int>> { co_return tagcache::unchanged; };
  Answer<int> alone;
  world.async.async_query<int>("k", tags, load, in_grace, alone.callback());
  world.run();
  CHECK(alone.text().find("tagcache::unchanged") != std::string::npos);
  CHECK(world.cache.stats().total().failed_loads == 1);
}

TEST_CASE("async: a coroutine that asks for its own key gets an error, not a wait without end [PX-14]") {
  AsyncWorld world;
  Answer<int> answer;
  std::function<asio::awaitable<int>()> load = [&]() -> asio::awaitable<int> {
    co_return (co_await world.async.async_query<int>("k", tags, load, {}, asio::use_awaitable)).value();
  };
  world.async.async_query<int>("k", tags, load, {}, answer.callback());
  world.run();
  CHECK(answer.calls == 1);
  CHECK(answer.text().find("asks for tagcache:\"k\" again") != std::string::npos);
}

TEST_CASE("async: two coroutines that wait for each other's keys get an error") {
  AsyncWorld world;
  Door door(world.io);
  Answer<int> a;
  Answer<int> b;
  std::function<asio::awaitable<int>()> load_a;
  std::function<asio::awaitable<int>()> load_b = [&]() -> asio::awaitable<int> {
    co_await door.pass();
    co_return (co_await world.async.async_query<int>("a", tags, load_a, {}, asio::use_awaitable)).value();
  };
  load_a = [&]() -> asio::awaitable<int> {
    co_await door.pass();
    co_return (co_await world.async.async_query<int>("b", tags, load_b, {}, asio::use_awaitable)).value();
  };
  world.async.async_query<int>("a", tags, load_a, {}, a.callback());
  world.async.async_query<int>("b", tags, load_b, {}, b.callback());
  world.run();
  door.open();
  world.run();
  CHECK(a.calls == 1);
  CHECK(b.calls == 1);
  CHECK(a.text().find("again before it has loaded it") != std::string::npos);
}

TEST_CASE("async: a loader may ask for other keys, several at a time [PX-13]") {
  AsyncWorld world;
  Answer<int> answer;
  const auto part = [](int number) { return [number]() -> asio::awaitable<int> { co_return number; }; };
  const auto load = [&]() -> asio::awaitable<int> {
    const auto one = co_await world.async.async_query<int>("one", tags, part(1), {}, asio::use_awaitable);
    const auto two = co_await world.async.async_query<int>("two", tags, part(2), {}, asio::use_awaitable);
    co_return one.value() + two.value();
  };
  world.async.async_query<int>("sum", tags, load, {}, answer.callback());
  world.run();
  REQUIRE(answer.handle);
  CHECK(answer.handle->value() == 3);
}

TEST_CASE("async: a coroutine is shown what is stored, and may say that it still holds") {
  AsyncWorld world;
  Answer<std::string> answers[3];
  std::vector<std::string> shown;
  const auto load =
      [&shown](const tagcache::Previous<std::string>& previous) -> asio::awaitable<tagcache::Loaded<std::string>> {
    co_await asio::post(asio::use_awaitable);
    const auto entry = previous.entry();
    shown.push_back(entry ? entry->value() + "/" + std::string(previous.validator()) : "nothing");
    if (entry) co_return tagcache::unchanged;
    co_return tagcache::Loaded<std::string>("value").validator("one");
  };
  world.async.async_query<std::string>("k", tags, load, in_grace, answers[0].callback());
  world.run();
  world.clock->advance(2s);
  world.async.async_query<std::string>("k", tags, load, in_grace, answers[1].callback());
  world.run();
  world.cache.invalidate(path("t"));
  world.async.async_query<std::string>("k", tags, load, in_grace, answers[2].callback());
  world.run();
  CHECK(shown == std::vector<std::string>{"nothing", "value/one", "value/one"});
  REQUIRE(answers[2].handle);
  CHECK(answers[2].handle->status() == Status::reloaded);
  CHECK(answers[2].handle->value() == "value");
}
