#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>

#include "async_world.hpp"
#include "catch.hpp"

namespace asio = boost::asio;
using tagcache::Handle;
using tagcache::Status;

TEST_CASE("async: who is cancelled is let go, and the load goes on for the others") {
  AsyncWorld world;
  Door door(world.io);
  Counter counter;
  Answer<int> leader;
  Answer<int> other;
  asio::cancellation_signal signal;
  world.async.async_query<int>("k", tags, behind(door, counter), {},
                               asio::bind_cancellation_slot(signal.slot(), leader.callback()));
  world.async.async_query<int>("k", tags, behind(door, counter), {}, other.callback());
  world.run();
  signal.emit(asio::cancellation_type::terminal);
  world.run();
  CHECK(leader.calls == 1);
  CHECK(leader.text().find("cancel") != std::string::npos);
  CHECK(other.calls == 0);
  door.open();
  world.run();
  REQUIRE(other.handle);
  CHECK(other.handle->value() == 1);
  CHECK(*counter.loads == 1);
}

TEST_CASE("async: a load that all gave up is cancelled, keeps nothing, and the next caller loads") {
  AsyncWorld world;
  Door door(world.io);
  Counter counter;
  Answer<int> one;
  asio::cancellation_signal signal;
  world.async.async_query<int>("k", tags, behind(door, counter), {},
                               asio::bind_cancellation_slot(signal.slot(), one.callback()));
  world.run();
  signal.emit(asio::cancellation_type::terminal);
  world.run();
  CHECK(one.calls == 1);
  Answer<int> next;
  door.open();
  world.async.async_query<int>("k", tags, behind(door, counter), {}, next.callback());
  world.run();
  REQUIRE(next.handle);
  CHECK(next.handle->value() == 2);
}

TEST_CASE("async: a load that is forgotten without a word is begun again for who waits") {
  AsyncWorld world;
  std::vector<std::shared_ptr<tagcache::detail::Landing>> landings;
  const tagcache::detail::OwnedLoader loader{nullptr,
                                             [&landings](const auto&, auto landing) { landings.push_back(landing); }};
  const auto parts = tagcache::key(std::string_view("k"));
  const tagcache::KeyView key = world.cache.key_view({}, tagcache::detail::hash_name({}), parts);
  const auto all_tags = [] { return tags; };
  const auto none = [](const tagcache::detail::EntryPointer&) { return tagcache::detail::LoadResult(); };
  const auto own = [&loader] { return loader; };
  const tagcache::QueryOptions options;
  tagcache::detail::ReadCall call{key, tagcache::detail::value_type<int>, all_tags, none, own, options};
  call.asynchronous = true;
  Answer<int> answer;
  tagcache::detail::read_for<int>(answer.callback(), world.cache, world.io.get_executor(), call);
  auto blocking = std::async(std::launch::async, [&] { return world.cache.query<int>("k", tags, [] { return -1; }); });
  world.store->wait_for_joins(1);
  REQUIRE(landings.size() == 1);
  landings.front() = nullptr;  // one of the two leads again, the other joins it or finds what it has loaded
  if (landings.size() == 2) landings.back()->arrived({std::make_shared<tagcache::detail::EntryNodeOf<int>>(-1), {}});
  CHECK(blocking.get().value() == -1);
  world.run();
  REQUIRE(answer.handle);
  CHECK(answer.handle->value() == -1);
}

TEST_CASE("async: a plain loader that no executor takes is an error, and leaves nothing behind") {
  AsyncWorld world;
  world.executor->refuse(true);
  Answer<int> refused;
  world.async.async_query<int>("k", tags, [] { return 1; }, {}, refused.callback());
  world.run();
  CHECK(refused.text().find("no thread took the load of tagcache:\"k\"") != std::string::npos);
  world.executor->refuse(false);
  Answer<int> taken;
  world.async.async_query<int>("k", tags, [] { return 2; }, {}, taken.callback());
  world.run();
  REQUIRE(taken.handle);
  CHECK(taken.handle->value() == 2);
  CHECK_FALSE(taken.handle->joined());
}

TEST_CASE("async: timeouts serve what is in grace, or an error, and the late value is kept") {
  AsyncWorld world;
  Door door(world.io);
  Counter counter;
  const tagcache::QueryOptions timed{.ttl = 1s, .grace = 1h, .soft_timeout = 50ms, .hard_timeout = 200ms};
  Answer<int> hard;
  world.async.async_query<int>("k", tags, behind(door, counter), timed, hard.callback());
  world.run();
  world.clock->advance(200ms);
  world.executor->advance(200ms);
  world.run();
  CHECK(hard.calls == 1);
  CHECK(hard.text().find("has not ended within 200 ms") != std::string::npos);
  door.open();
  world.run();
  REQUIRE(world.cache.get<int>("k"));
  CHECK(world.cache.get<int>("k")->value() == 1);

  world.clock->advance(2s);
  Door slow(world.io);
  Answer<int> soft;
  world.async.async_query<int>("k", tags, behind(slow, counter), timed, soft.callback());
  world.run();
  CHECK(soft.calls == 0);
  world.executor->advance(50ms);
  world.run();
  REQUIRE(soft.handle);
  CHECK(soft.handle->status() == Status::stale);
  CHECK(soft.handle->value() == 1);
  slow.open();
  world.run();
  CHECK(world.cache.get<int>("k", tagcache::Accept::fresh)->value() == 2);
}

TEST_CASE("async: what was cleared while a caller waited for its refresh is not served") {
  AsyncWorld world;
  Door door(world.io);
  Counter counter;
  const tagcache::QueryOptions timed{.ttl = 1s, .grace = 1h, .soft_timeout = 50ms};
  world.cache.set<int>("k", -1, tags, timed);
  world.clock->advance(2s);
  Answer<int> answer;
  world.async.async_query<int>("k", tags, behind(door, counter), timed, answer.callback());
  world.run();
  world.cache.clear();
  world.executor->advance(50ms);
  world.run();
  CHECK(answer.calls == 0);
  door.open();
  world.run();
  REQUIRE(answer.handle);
  CHECK(answer.handle->value() == 2);  // of a load that began after it
}

TEST_CASE("async: the end of the cache lets all go, and what their loads give is dropped") {
  AsyncWorld world;
  Door door(world.io);
  Counter counter;
  Answer<int> answer;
  {
    tagcache::Primitives cache(world.store, world.options());
    tagcache::AsyncPrimitives async(cache, world.io.get_executor());
    async.async_query<int>("k", tags, behind(door, counter), {}, answer.callback());
    world.run();
    CHECK(door.waiting() == 1);
  }
  world.run();
  CHECK(answer.calls == 1);
  CHECK(answer.text().find("cancel") != std::string::npos);
  CHECK_FALSE(world.cache.get<int>("k"));
}

TEST_CASE("async: a shutdown counts loads that run without a thread") {
  AsyncWorld world;
  Door door(world.io);
  Counter counter;
  Answer<int> answer;
  world.async.async_query<int>("k", tags, behind(door, counter), {}, answer.callback());
  world.run();
  CHECK(world.cache.shutdown(0ms).still_running == 1);
  door.open();
  world.run();
  CHECK(answer.handle);
}
