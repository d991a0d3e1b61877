#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <optional>
#include <tagcache/testing/recording_store.hpp>
#include <thread>

#include "async_world.hpp"
#include "catch.hpp"
#include "many.hpp"

namespace asio = boost::asio;
using tagcache::Handle;
using tagcache::Status;

namespace {

/// What a callback for several keys was called with.
struct Answers {
  std::exception_ptr error;
  std::vector<Handle<int>> handles;
  int calls = 0;

  auto callback() {
    return [this](std::exception_ptr failure, std::vector<Handle<int>> results) {
      ++calls;
      error = std::move(failure);
      handles = std::move(results);
    };
  }
  [[nodiscard]] std::vector<int> values() const {
    std::vector<int> values;
    for (const auto& handle : handles) values.push_back(handle.value());
    return values;
  }
  [[nodiscard]] std::string text() const {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const std::exception& failure) {
      return failure.what();
    }
    return calls == 0 ? "not called" : "no error";
  }
};

struct ManyWorld : AsyncWorld {
  std::shared_ptr<Rows> rows{new Rows{{"a", 1}, {"b", 2}, {"c", 3}}};

  [[nodiscard]] auto loader() const {
    return [table = rows](std::span<const std::string> missing) { return (*table)(missing); };
  }
  template <class Token>
  auto read(std::vector<std::string> wanted, Token&& token, const tagcache::QueryOptions& options = {}) {
    return async.async_query_many<int>(std::move(wanted), tag_of, loader(), options, std::forward<Token>(token));
  }
};

}  // namespace

TEST_CASE("async: several keys are one look into the store and one call of the loader") {
  ManyWorld world;
  world.cache.set("b", 20, tag_of("b"));
  Answers answers;
  world.read(keys("c", "b", "a", "c"), answers.callback());
  CHECK(answers.calls == 0);
  world.run();
  REQUIRE(answers.calls == 1);
  CHECK(answers.values() == std::vector{3, 20, 1, 3});
  CHECK(answers.handles[0].status() == Status::miss);
  CHECK(answers.handles[1].status() == Status::hit);
  CHECK(world.rows->asked() == Asked{{"c", "a"}});
  Answers again;
  world.read(keys("a", "b", "c"), again.callback());
  CHECK(again.calls == 0);  // never inside of the call
  world.run();
  CHECK(again.values() == std::vector{1, 20, 3});
  CHECK(world.rows->asked().size() == 1);
  const auto stats = world.cache.stats().total();
  CHECK(stats.misses() == 2);
  CHECK(stats.hits == 4);
}

TEST_CASE("async: several keys are one call of the store", "[PX-31]") {
  ManyWorld world;
  const auto store = std::make_shared<tagcache::testing::RecordingStore>(world.store);
  tagcache::Primitives cache(store, world.options());
  tagcache::AsyncPrimitives async(cache, world.io.get_executor());
  Answers answers;
  async.async_query_many<int>(keys("c", "b", "c"), tag_of, world.loader(), {}, answers.callback());
  world.run();
  CHECK(answers.values() == std::vector{3, 2, 3});
  REQUIRE(store->calls<tagcache::testing::FindMany>().size() == 1);
  CHECK(store->calls<tagcache::testing::FindMany>().front().finds.size() == 2);
  CHECK(store->calls<tagcache::testing::Find>().empty());
}

TEST_CASE("async: several keys for a future, for a coroutine, and none at all") {
  ManyWorld world;
  auto future = world.read(keys("a", "b"), asio::use_future);
  world.run();
  CHECK(future.get().size() == 2);
  int seen = 0;
  asio::co_spawn(
      world.io,
      [&]() -> asio::awaitable<void> {
        const auto handles = co_await world.read(keys("c"), asio::use_awaitable);
        seen = handles.at(0).value();
      },
      asio::detached);
  world.run();
  CHECK(seen == 3);
  Answers none;
  world.read({}, none.callback());
  world.run();
  CHECK(none.text() == "no error");
  CHECK(none.handles.empty());
}

TEST_CASE("async: what another reader loads is not asked for again, and waited for") {
  ManyWorld world;
  Door door(world.io);
  Answer<int> first;
  world.async.async_query<int>(
      "a", tag_of("a"),
      [&door]() -> asio::awaitable<int> {
        co_await door.pass();
        co_return 10;
      },
      {}, first.callback());
  world.run();
  Answers answers;
  world.read(keys("a", "b"), answers.callback());
  world.run();
  CHECK(answers.calls == 0);
  CHECK(world.rows->asked() == Asked{{"b"}});
  door.open();
  world.run();
  CHECK(answers.values() == std::vector{10, 2});
  CHECK(answers.handles[0].joined());
}

TEST_CASE("async: a blocking reader takes a key of several over, or shares its load") {
  ManyWorld world;
  Answers answers;
  world.read(keys("a", "b"), answers.callback());
  CHECK(*world.cache.query<int>("a", tag_of("a"), [] { return 10; }) == 10);
  world.run();
  CHECK(answers.values() == std::vector{10, 2});
  CHECK(world.rows->asked() == Asked{{"b"}});
}

TEST_CASE("async: an invalidation during the load of several keys reaches its key alone") {
  ManyWorld world;
  world.rows->meanwhile = [&] { world.cache.invalidate(path("of", "a")); };
  Answers answers;
  world.read(keys("a", "b"), answers.callback());
  world.run();
  CHECK(answers.values() == std::vector{1, 2});
  CHECK_FALSE(world.cache.has<int>("a"));
  CHECK(world.cache.has<int>("b"));
}

TEST_CASE("async: when the load of several keys fails, entries in grace stand in, or the first error is told") {
  ManyWorld world;
  world.cache.set("b", 20, tag_of("b"), in_grace);
  world.clock->advance(2s);
  world.rows->meanwhile = [] { throw std::runtime_error("no table"); };
  Answers both;
  world.read(keys("a", "b"), both.callback());
  world.run();
  CHECK(both.calls == 1);
  CHECK(both.text() == "no table");
  CHECK(both.handles.empty());
  world.cache.expire("b");
  world.rows->meanwhile = nullptr;
  Answers stale;
  world.read(keys("a", "b"), stale.callback(), in_grace);
  world.run();
  CHECK(stale.values() == std::vector{1, 20});
  CHECK(stale.handles[1].status() == Status::stale);
  CHECK(world.cache.get<int>("b")->value() == 2);  // refreshed
}

TEST_CASE("async: refreshes of several stale keys are one call of the loader") {
  ManyWorld world;
  for (const char* key : {"a", "b", "c"}) world.cache.set(key, 0, tag_of(key), in_grace);
  world.clock->advance(2s);
  Answers answers;
  world.read(keys("a", "b", "c"), answers.callback(), in_grace);
  world.run();
  CHECK(answers.values() == std::vector{0, 0, 0});
  CHECK(world.rows->asked() == Asked{{"a", "b", "c"}});
}

TEST_CASE("async: who is cancelled is let go, and what several keys gave is kept") {
  ManyWorld world;
  asio::cancellation_signal signal;
  Answers answers;
  world.read(keys("a", "b"), asio::bind_cancellation_slot(signal.slot(), answers.callback()));
  signal.emit(asio::cancellation_type::terminal);
  world.io.restart();
  world.io.poll();
  CHECK(answers.calls == 1);
  CHECK(answers.text().find("canceled") != std::string::npos);
  world.run();
  CHECK(answers.calls == 1);
  CHECK(world.cache.has<int>("a"));
  CHECK(world.cache.has<int>("b"));
}

TEST_CASE("async: several keys that no executor loads are an error, and leave nothing behind") {
  ManyWorld world;
  const bool single_flight = GENERATE(true, false);
  world.executor->refuse(true);
  Answers refused;
  world.read(keys("a", "b"), refused.callback(), {.single_flight = single_flight});
  world.run();
  CHECK(refused.text().find("no thread took the load of tagcache:\"a\"") != std::string::npos);
  world.executor->refuse(false);
  Answers taken;
  world.read(keys("a", "b"), taken.callback(), {.single_flight = single_flight});
  world.run();
  CHECK(taken.values() == std::vector{1, 2});
}

TEST_CASE("async: a cache that ends lets go of who waits for several keys") {
  Answers answers;
  ManyWorld world;
  {
    tagcache::Primitives ending(world.store, world.options("ending"));
    tagcache::AsyncPrimitives async(ending, world.io.get_executor());
    async.async_query_many<int>(keys("a", "b"), tag_of, world.loader(), {}, answers.callback());
  }
  world.run();
  CHECK(answers.calls == 1);
  CHECK(answers.text() != "no error");
  CHECK(answers.handles.empty());
}

TEST_CASE("async: what is stored of several keys") {
  ManyWorld world;
  world.cache.set("b", 20, tag_of("b"));
  std::vector<std::optional<Handle<int>>> found;
  world.async.async_get_many<int>(
      keys("a", "b"), tagcache::Accept::in_grace,
      [&](const std::exception_ptr& error, std::vector<std::optional<Handle<int>>> handles) {
        CHECK_FALSE(error);
        found = std::move(handles);
      });
  world.run();
  REQUIRE(found.size() == 2);
  CHECK_FALSE(found[0]);
  REQUIRE(found[1]);
  CHECK(found[1]->value() == 20);
}

TEST_CASE("async: several keys, forced: all are loaded although they are fresh") {
  ManyWorld world;
  for (const char* key : {"a", "b"}) world.cache.set(key, 0, tag_of(key));
  const bool single_flight = GENERATE(true, false);
  Answers answers;
  world.async.async_query_many<int>(tagcache::force_refresh, keys("b", "a"), tag_of, world.loader(),
                                    {.single_flight = single_flight}, answers.callback());
  world.run();
  CHECK(answers.values() == std::vector{2, 1});
  CHECK(answers.handles[0].status() == Status::reloaded);
  CHECK(world.rows->asked() == Asked{{"b", "a"}});
  CHECK(world.cache.get<int>("a")->value() == 1);
  CHECK(world.cache.stats().total().misses(tagcache::MissCause::forced) == 2);
}

TEST_CASE("async: several keys, forced: no load is shared that began before") {
  ManyWorld world;
  Door door(world.io);
  Answer<int> first;
  world.async.async_query<int>("a", tag_of("a"), behind(door, Counter()), {}, first.callback());
  world.run();
  Answers answers;
  world.async.async_query_many<int>(tagcache::force_refresh, keys("a", "b"), tag_of, world.loader(), {},
                                    answers.callback());
  world.run();
  CHECK(answers.calls == 1);
  CHECK(world.rows->asked() == Asked{{"a", "b"}});
  door.open();
  world.run();
  CHECK(first.calls == 1);
}

TEST_CASE("async: several keys, if present: what is there, and nothing is loaded or refreshed") {
  ManyWorld world;
  world.cache.set("b", 20, tag_of("b"), in_grace);
  world.clock->advance(1s);
  world.cache.set("a", 10, tag_of("a"), in_grace);
  auto found =
      world.async.async_query_many<int>(tagcache::if_present, keys("a", "b", "c"), tag_of, in_grace, asio::use_future);
  auto one = world.async.async_query<int>(tagcache::if_present, "b", tag_of("b"), in_grace, asio::use_future);
  world.run();
  const auto handles = found.get();
  REQUIRE(handles.size() == 3);
  CHECK(handles[0]->status() == Status::hit);
  CHECK(handles[1]->status() == Status::stale);
  CHECK_FALSE(handles[2]);
  CHECK(one.get()->status() == Status::stale);
  CHECK(world.rows->asked().empty());
  CHECK(world.cache.stats().total().refreshes == 0);
}

TEST_CASE("async: several keys: who reads may be told of each refresh") {
  ManyWorld world;
  for (const char* key : {"a", "b"}) world.cache.set(key, 1, tag_of(key), in_grace);
  world.clock->advance(1s);
  std::vector<std::pair<int, int>> told;
  Answers answers;
  world.async.async_query_many<int>(
      keys("a", "b"), tag_of, world.loader(), in_grace,
      [&](const tagcache::Refreshed<int>& refreshed) {
        told.emplace_back(refreshed.before.value(), refreshed.after.value());
      },
      answers.callback());
  world.run();
  CHECK(answers.values() == std::vector{1, 1});
  CHECK(told == std::vector<std::pair<int, int>>{{1, 1}, {1, 2}});
}

TEST_CASE("async: several keys for readers on many threads, while others read and invalidate") {
  Rows rows{{"a", 1}, {"b", 2}, {"c", 3}};
  tagcache::Primitives cache(tagcache::memory());
  asio::thread_pool pool(2);
  tagcache::AsyncPrimitives async(cache, pool.get_executor());
  const auto load = [&rows](std::span<const std::string> missing) { return rows(missing); };
  std::atomic<int> wrong = 0;
  const auto check = [&](const std::vector<Handle<int>>& handles, const std::vector<int>& wanted) {
    if (values(handles) != wanted) ++wrong;
  };
  std::vector<std::thread> threads;
  const auto several_times = [&](auto work) {
    threads.emplace_back([work] {
      for (int i = 0; i < 100; ++i) work();
    });
  };
  for (const bool single_flight : {true, false}) {
    several_times([&, single_flight] {
      auto future = async.async_query_many<int>(keys("a", "b", "c"), tag_of, load, {.single_flight = single_flight},
                                                asio::use_future);
      check(future.get(), {1, 2, 3});
    });
  }
  several_times([&] { check(cache.query_many<int>(keys("c", "a"), tag_of, load), {3, 1}); });
  several_times([&] {
    cache.invalidate(path("of", "a"));
    cache.invalidate(path("of", "b"));
  });
  several_times([&] {
    const auto called = std::make_shared<std::promise<void>>();  // it is done with later than who waits for it
    async.async_query_many<int>(keys("b", "c"), tag_of, load, {},
                                [&, called](const std::exception_ptr& error, const std::vector<Handle<int>>& handles) {
                                  if (!error) check(handles, {2, 3});
                                  called->set_value();
                                });
    called->get_future().get();
  });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}
