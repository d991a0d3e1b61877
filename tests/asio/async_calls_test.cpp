#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>
#include <vector>

#include "async_world.hpp"
#include "catch.hpp"

namespace asio = boost::asio;
using tagcache::Handle;
using tagcache::Status;

TEST_CASE("async: a tag and a key are expired") {
  AsyncWorld world;
  Counter counter;
  const auto load = [counter]() -> asio::awaitable<int> { co_return counter(); };
  int done = 0;
  const auto expired = [&done](std::exception_ptr error) { done += error ? 0 : 1; };
  const auto status = [&] {
    Answer<int> answer;
    world.async.async_query<int>("k", tags, load, in_grace, answer.callback());
    world.run();
    return answer.handle.value().status();
  };
  CHECK(status() == Status::miss);
  world.async.async_expire(path("t", "below"), tagcache::Reach::prefix, expired);
  world.run();
  CHECK(status() == Status::hit);
  world.async.async_expire(path("t"), tagcache::Reach::prefix, expired);
  world.run();
  CHECK(status() == Status::stale);
  CHECK(status() == Status::hit);
  world.async.async_expire("k", expired);
  world.run();
  CHECK(status() == Status::stale);
  CHECK(done == 3);
}

TEST_CASE("async: get, has, set, del, invalidate and clear") {
  AsyncWorld world;
  const auto run = [&world](asio::awaitable<void> work) {
    auto done = asio::co_spawn(world.io, std::move(work), asio::use_future);
    world.run();
    done.get();
  };
  const tagcache::TagSet t{path("t")};
  const tagcache::TagSet u{path("u")};
  run([](AsyncWorld& w, const tagcache::TagSet& one, const tagcache::TagSet& two) -> asio::awaitable<void> {
    co_await w.async.async_set<int>("a", 1, one, {}, asio::use_awaitable);
    co_await w.async.async_set<int>("b", 2, two, {}, asio::use_awaitable);
    co_await w.async.async_set<int>("c", 3, tagcache::TagSet(), {}, asio::use_awaitable);
  }(world, t, u));
  CHECK(world.cache.get<int>("a")->value() == 1);
  const std::vector<tagcache::Invalidation> invalidations{{path("t")}};
  std::optional<Handle<int>> found;
  bool there = false;
  run([](AsyncWorld& w, bool& result) -> asio::awaitable<void> {
    result = co_await w.async.async_has<int>("b", tagcache::Accept::in_grace, asio::use_awaitable);
  }(world, there));
  CHECK(there);
  run([](AsyncWorld& w, const auto& what, auto& result) -> asio::awaitable<void> {
    result = co_await w.async.async_get<int>("b", tagcache::Accept::in_grace, asio::use_awaitable);
    co_await w.async.async_invalidate(what, asio::use_awaitable);
    co_await w.async.async_del("b", asio::use_awaitable);
  }(world, invalidations, found));
  REQUIRE(found);
  CHECK(found->value() == 2);
  CHECK_FALSE(world.cache.get<int>("a"));
  CHECK_FALSE(world.cache.get<int>("b"));
  CHECK(world.cache.get<int>("c"));
  run([](AsyncWorld& w) -> asio::awaitable<void> { co_await w.async.async_clear(asio::use_awaitable); }(world));
  CHECK_FALSE(world.cache.get<int>("c"));
}
