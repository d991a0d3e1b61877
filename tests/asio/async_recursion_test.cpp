#include <boost/asio/use_awaitable.hpp>
#include <functional>

#include "async_world.hpp"
#include "catch.hpp"
#include "far_store.hpp"

// Forced reads of coroutines that would have to wait for themselves, and flights that change hands.
namespace asio = boost::asio;
using tagcache::Status;

TEST_CASE("async: a coroutine that forces a load of its own key gets an error, wherever the read starts", "[PX-14]") {
  AsyncWorld world;
  const bool is_far = GENERATE(true, false);
  std::shared_ptr<tagcache::Store> store = world.store;
  if (is_far) store = std::make_shared<FarStore>();
  tagcache::Primitives cache(store, world.options());
  tagcache::AsyncPrimitives async(cache, world.io.get_executor());
  int depth = 0;
  std::function<asio::awaitable<int>()> load = [&]() -> asio::awaitable<int> {
    if (++depth > 9) co_return 0;
    const auto again =
        co_await async.async_query<int>(tagcache::force_refresh, "k", tags, load, {}, asio::use_awaitable);
    co_return again.value();
  };
  Answer<int> answer;
  async.async_query<int>("k", tags, load, {}, answer.callback());
  world.run();
  CHECK(answer.calls == 1);
  CHECK(answer.text().find("asks for tagcache:\"k\" again") != std::string::npos);
  CHECK(depth == 1);
}

TEST_CASE("async: coroutines that force loads of each other's keys get an error", "[PX-14]") {
  AsyncWorld world;
  int depth = 0;
  std::function<asio::awaitable<int>()> load_a;
  std::function<asio::awaitable<int>()> load_b;
  const auto force = [&](const char* key, const auto& load) {
    return world.async.async_query<int>(tagcache::force_refresh, key, tags, load, {}, asio::use_awaitable);
  };
  load_a = [&]() -> asio::awaitable<int> {
    if (++depth > 9) co_return 0;
    co_return (co_await force("b", load_b)).value();
  };
  load_b = [&]() -> asio::awaitable<int> {
    if (++depth > 9) co_return 0;
    co_return (co_await force("a", load_a)).value();
  };
  Answer<int> answer;
  world.async.async_query<int>("a", tags, load_a, {}, answer.callback());
  world.run();
  CHECK(answer.calls == 1);
  CHECK(answer.text().find("again before it has loaded it") != std::string::npos);
  CHECK(depth == 2);
}

TEST_CASE("async: what stands in for who took a load over is not handed to who wants fresh data") {
  AsyncWorld world;
  world.cache.set<int>("k", -1, tags, in_grace);
  world.cache.invalidate(path("t"));
  Answer<int> answer;
  world.async.async_query<int>("k", tags, [] { return 7; }, {.grace = 0ms}, answer.callback());
  CHECK(world.executor->waiting() == 1);
  CHECK(world.cache.query<int>("k", tags, Failing(1), in_grace).status() == Status::fallback);
  world.run();
  REQUIRE(answer.handle);
  CHECK(answer.handle->value() == 7);
}

TEST_CASE("async: a miss looks into the store once before its load begins") {
  AsyncWorld world;
  Counter counter;
  Answer<int> answer;
  const auto load = [counter]() -> asio::awaitable<int> { co_return counter(); };
  world.async.async_query<int>("k", tags, load, {}, answer.callback());
  world.run();
  CHECK(answer.handle);
  CHECK(world.store->calls().find == 1);
}
