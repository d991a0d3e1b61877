#include <atomic>
#include <future>
#include <latch>
#include <string>
#include <vector>

#include "catch.hpp"
#include "many.hpp"

using tagcache::Status;

namespace {

template <class Read>
auto reading(Read read) {
  return std::async(std::launch::async, std::move(read));
}

constexpr tagcache::QueryOptions soft{.ttl = 1s, .grace = 1h, .soft_timeout = 50ms};
constexpr tagcache::QueryOptions hard{.ttl = 1min, .grace = 1h, .hard_timeout = 200ms};

}  // namespace

TEST_CASE("several keys: what another reader loads is waited for, and not loaded again", "[P-035]") {
  World world;
  std::promise<void> begun;
  Rows rows{{"a", 1}, {"b", 2}};
  auto one = reading([&] {
    return world.cache.query<int>("a", tag_of("a"), [&] {
      begun.set_value();
      world.store->wait_for_joins(1);
      return 10;
    });
  });
  begun.get_future().wait();
  const auto handles = read_many(world.cache, {"a", "b"}, rows);
  CHECK(values(handles) == std::vector{10, 2});
  CHECK(handles[0].joined());
  CHECK_FALSE(handles[1].joined());
  CHECK(rows.asked() == Asked{{"b"}});
  CHECK(*one.get() == 10);
}

TEST_CASE("several keys: readers of one of them share the load", "[P-035]") {
  World world;
  std::promise<void> begun;
  Rows rows{{"a", 1}, {"b", 2}};
  rows.meanwhile = [&] {
    begun.set_value();
    world.store->wait_for_joins(1);
  };
  auto many = reading([&] { return read_many(world.cache, {"a", "b"}, rows); });
  begun.get_future().wait();
  const auto joined = world.cache.query<int>("b", tag_of("b"), [] { return 20; });
  CHECK(*joined == 2);
  CHECK(joined.joined());
  CHECK(values(many.get()) == std::vector{1, 2});
}

TEST_CASE("several keys: who comes after an invalidation loads for itself") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  rows.meanwhile = [&] {
    world.cache.invalidate(path("of", "a"));
    const auto late = reading([&] { return *world.cache.query<int>("a", tag_of("a"), [] { return 10; }); }).get();
    CHECK(late == 10);
  };
  CHECK(values(read_many(world.cache, {"a", "b"}, rows)) == std::vector{1, 2});
  CHECK(**world.cache.get<int>("a") == 10);
}

TEST_CASE("several keys: calls whose keys overlap in another order do not wait for each other", "[PX-13]") {
  World world;
  std::latch both(2);
  Rows forth{{"a", 1}, {"b", 2}, {"c", 3}, {"x", 4}};
  Rows back{{"a", 1}, {"b", 2}, {"c", 3}, {"y", 5}};
  forth.meanwhile = back.meanwhile = [&] { both.arrive_and_wait(); };
  auto first = reading([&] { return read_many(world.cache, {"x", "a", "b", "c"}, forth); });
  auto second = reading([&] { return read_many(world.cache, {"y", "c", "b", "a"}, back); });
  CHECK(values(first.get()) == std::vector{4, 1, 2, 3});
  CHECK(values(second.get()) == std::vector{5, 3, 2, 1});
  CHECK(forth.asked().size() == 1);
  CHECK(back.asked().size() == 1);
  CHECK(forth.asked()[0].size() + back.asked()[0].size() == 5);
}

TEST_CASE("several keys: a loader that asks for one of them again gets an error", "[PX-14]") {
  World world;
  const bool single_flight = GENERATE(true, false);
  const tagcache::QueryOptions options{.single_flight = single_flight};
  Rows rows{{"a", 1}, {"b", 2}, {"c", 3}};
  Rows inner{{"c", 3}};
  rows.meanwhile = [&] { static_cast<void>(read_many(world.cache, {"c", "b"}, inner, options)); };
  CHECK_THROWS_WITH(read_many(world.cache, {"a", "b"}, rows, options), Catch::Contains("tagcache:\"b\""));
  CHECK(inner.asked() == Asked{{"c"}});
  rows.meanwhile = nullptr;
  CHECK(values(read_many(world.cache, {"a", "b"}, rows, options)) == std::vector{1, 2});
}

TEST_CASE("several keys: what is held while others are looked for is no circle", "[PX-14]") {
  World world;
  std::promise<void> begun;
  std::promise<void> held;
  auto one = reading([&] {
    return *world.cache.query<int>("a", tag_of("a"), [&] {
      begun.set_value();
      held.get_future().wait();
      return *world.cache.query<int>("b", tag_of("b"), Counter(), hard) + 10;
    });
  });
  begun.get_future().wait();
  world.cache.invalidate(path("of", "a"));
  world.store->after_next_is_current([&] {
    held.set_value();
    world.clock->await_waiters(1);  // the loader of "a" waits for "b", which is held, while "a" is being looked for
  });
  Rows rows{{"a", 1}, {"b", 2}};
  CHECK(values(read_many(world.cache, {"b", "a"}, rows)) == std::vector{2, 1});
  CHECK(rows.asked() == Asked{{"b", "a"}});
  CHECK(one.get() == 12);
}

TEST_CASE("several keys: who takes what another queued tells its owner, who may have wanted more") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a"}, rows, soft));
  world.clock->advance(1s);
  auto forced = reading(
      [&] { return world.cache.query<int>(tagcache::force_refresh, "b", tag_of("b"), [] { return 20; }, hard); });
  world.clock->await_waiters(1);
  auto reader = reading([&] { return read_many(world.cache, {"a", "b"}, rows, soft); });
  world.clock->await_waiters(2);
  world.cache.set("b", 3, tag_of("b"), hard);
  world.clock->advance(50ms);
  CHECK(values(reader.get()) == std::vector{1, 3});
  while (forced.wait_for(0s) != std::future_status::ready) world.executor->run_all();
  CHECK(*forced.get() == 20);
}

TEST_CASE("several keys: without shared loads each call loads for itself") {
  World world;
  const tagcache::QueryOptions alone{.single_flight = false};
  Rows rows{{"a", 1}, {"b", 2}};
  Rows others{{"a", 10}, {"b", 20}};
  rows.meanwhile = [&] {
    CHECK(reading([&] { return values(read_many(world.cache, {"b", "a"}, others, alone)); }).get() ==
          std::vector{20, 10});
  };
  CHECK(values(read_many(world.cache, {"a", "b"}, rows, alone)) == std::vector{1, 2});
}

TEST_CASE("several keys: expired ones are served and refreshed in one run", "[P-042]") {
  World world;
  const tagcache::QueryOptions grace{.ttl = 1s, .grace = 1h};
  const bool single_flight = GENERATE(true, false);
  auto options = grace;
  options.single_flight = single_flight;
  Rows rows{{"a", 1}, {"b", 2}, {"c", 3}};
  static_cast<void>(read_many(world.cache, {"a", "b", "c"}, rows, options));
  world.clock->advance(1s);
  world.cache.del("c");
  const auto handles = read_many(world.cache, {"a", "b", "c"}, rows, options);
  CHECK(handles[0].status() == Status::stale);
  CHECK(handles[1].status() == Status::stale);
  CHECK(handles[2].status() == Status::miss);
  CHECK(world.executor->run_all() == 1);
  CHECK(rows.asked() == Asked{{"a", "b", "c"}, {"c"}, {"a", "b"}});
  CHECK(read_many(world.cache, {"a"}, rows, options)[0].status() == Status::hit);
  CHECK(world.cache.stats().total().refreshes == 2);
}

TEST_CASE("several keys: a refresh that nobody takes is done at a later read") {
  World world;
  const tagcache::QueryOptions grace{.ttl = 1s, .grace = 1h};
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a", "b"}, rows, grace));
  world.clock->advance(1s);
  world.executor->refuse(true);
  CHECK(read_many(world.cache, {"a", "b"}, rows, grace)[0].status() == Status::stale);
  world.executor->refuse(false);
  CHECK(read_many(world.cache, {"a", "b"}, rows, grace)[1].status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(read_many(world.cache, {"a", "b"}, rows, grace)[1].status() == Status::hit);
}

TEST_CASE("several keys: a reader in need takes its key out of a refresh that waits") {
  World world;
  const tagcache::QueryOptions grace{.ttl = 1s, .grace = 1h};
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a", "b"}, rows, grace));
  world.clock->advance(1s);
  static_cast<void>(read_many(world.cache, {"a", "b"}, rows, grace));
  const auto load = [&] {
    CHECK(world.executor->run_all() == 1);
    return 10;
  };
  CHECK(*world.cache.query<int>("a", tag_of("a"), load, {.grace = 0ms}) == 10);
  CHECK(rows.asked().back() == keys("b"));
  CHECK(**world.cache.get<int>("a") == 10);
}

TEST_CASE("several keys: hits are verified in one run") {
  World world;
  const tagcache::QueryOptions checked{.ttl = 1h, .verify = 1};
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a", "b"}, rows, checked));
  Rows changed{{"a", 1}, {"b", 20}};
  CHECK(values(read_many(world.cache, {"a", "b"}, changed, checked)) == std::vector{1, 2});
  CHECK(world.executor->run_all() == 1);
  CHECK(changed.asked() == Asked{{"a", "b"}});
  CHECK(world.cache.stats().total().verified == 2);
  CHECK(world.cache.stats().total().found_stale == 1);
}

TEST_CASE("several keys: hard timeout: the call gets an error, and the late values are kept") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  auto reader = reading([&] { return read_many(world.cache, {"a", "b"}, rows, hard); });
  world.clock->await_waiters(1);
  world.clock->advance(200ms);
  CHECK_THROWS_WITH(reader.get(), Catch::StartsWith("the load of tagcache:\"a\" has not ended within 200 ms"));
  CHECK(world.cache.stats().total().timeouts == 2);
  CHECK(world.executor->run_all() == 1);
  CHECK(rows.asked() == Asked{{"a", "b"}});
  CHECK(read_many(world.cache, {"a", "b"}, rows, hard)[1].status() == Status::hit);
}

TEST_CASE("several keys: hard timeout: what is in grace stands in") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a", "b"}, rows, {.ttl = 1min, .grace = 1h}));
  world.cache.invalidate(path("of"));
  auto reader = reading([&] { return read_many(world.cache, {"a", "b"}, rows, hard); });
  world.clock->await_waiters(1);
  world.clock->advance(200ms);
  const auto handles = reader.get();
  CHECK(values(handles) == std::vector{1, 2});
  CHECK(handles[1].status() == Status::fallback);
}

TEST_CASE("several keys: hard timeout: what ends in time is served") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  auto reader = reading([&] { return read_many(world.cache, {"a", "b"}, rows, hard); });
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(values(reader.get()) == std::vector{1, 2});
}

TEST_CASE("several keys: hard timeout: an executor that refuses costs the timeout, not the values") {
  World world;
  world.executor->refuse(true);
  Rows rows{{"a", 1}, {"b", 2}};
  CHECK(values(read_many(world.cache, {"a", "b"}, rows, hard)) == std::vector{1, 2});
  CHECK(rows.asked().size() == 1);
}

TEST_CASE("several keys: hard timeout: what an executor lets go of is loaded here") {
  /// Takes tasks, and loses them.
  struct Forgetful final : tagcache::Executor {
    bool post(std::function<void()>) override { return true; }
    bool post_after(tagcache::Duration, std::function<void()>) override { return true; }
  };
  World world;
  auto options = world.options();
  options.executor = std::make_shared<Forgetful>();
  tagcache::Primitives cache(tagcache::memory(), options);
  Rows rows{{"a", 1}, {"b", 2}};
  const bool single_flight = GENERATE(true, false);
  auto given = hard;
  given.single_flight = single_flight;
  CHECK(values(read_many(cache, {"a", "b"}, rows, given)) == std::vector{1, 2});
}

TEST_CASE("several keys: hard timeout: a load that runs on the executor loads there") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  auto outer = reading([&] {
    return world.cache.query<int>(
        "sum", {}, [&] { return *read_many(world.cache, {"a", "b"}, rows, hard)[1] + 1; }, hard);
  });
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(*outer.get() == 3);
}

TEST_CASE("several keys: soft timeout: neither a slow refresh nor the executor is waited for") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a"}, rows, soft));
  world.clock->advance(1s);
  auto reader = reading([&] { return read_many(world.cache, {"a", "b"}, rows, soft); });
  world.clock->await_waiters(1);
  world.clock->advance(50ms);
  const auto handles = reader.get();
  CHECK(handles[0].status() == Status::stale);
  CHECK(handles[1].status() == Status::miss);
  CHECK(rows.asked() == Asked{{"a"}, {"b"}});
  CHECK(world.executor->run_all() == 1);
  CHECK(rows.asked() == Asked{{"a"}, {"b"}, {"a"}});
}

TEST_CASE("several keys: soft timeout: an executor that refuses costs the refresh, not the reader's time") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a"}, rows, soft));
  world.clock->advance(1s);
  world.executor->refuse(true);
  const auto handles = read_many(world.cache, {"a", "b"}, rows, soft);
  CHECK(handles[0].status() == Status::stale);
  CHECK(handles[1].status() == Status::miss);
  CHECK(rows.asked() == Asked{{"a"}, {"b"}});
  world.executor->refuse(false);
  CHECK(read_many(world.cache, {"b"}, rows, soft).front().status() == Status::hit);
}

TEST_CASE("several keys: soft timeout: old values stand in for a refresh that fails") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a", "b"}, rows, soft));
  world.clock->advance(1s);
  rows.meanwhile = [] { throw std::runtime_error("no database"); };
  auto reader = reading([&] { return read_many(world.cache, {"a", "b"}, rows, soft); });
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(reader.get()[1].status() == Status::fallback);

  // What was cleared while they waited does not.
  world.clock->advance(1s);  // the pause after a refresh that failed
  auto late = reading([&] { return read_many(world.cache, {"a", "b"}, rows, soft); });
  world.clock->await_waiters(1);
  world.cache.clear();
  CHECK(world.executor->run_all() == 1);
  CHECK_THROWS_WITH(late.get(), "no database");
}

TEST_CASE("several keys: soft timeout: old values stand in for a load that asks for itself", "[PX-14]") {
  World world;
  const bool single_flight = GENERATE(true, false);
  auto options = soft;
  options.single_flight = single_flight;
  Rows rows{{"a", 1}};
  Rows inner{{"a", 10}};
  static_cast<void>(read_many(world.cache, {"a"}, rows, options));
  rows.meanwhile = [&] {
    world.cache.expire("a");
    const auto handles = read_many(world.cache, {"a"}, inner, options);
    CHECK(handles[0].status() == Status::fallback);
    CHECK(*handles[0] == 1);
  };
  auto alone = options;
  alone.grace = 0ms;
  world.cache.expire("a");
  CHECK(values(read_many(world.cache, {"a"}, rows, alone)) == std::vector{1});
  CHECK(inner.asked().empty());
}

TEST_CASE("several keys: soft timeout: what is not tried again yet is not waited for") {
  World world;
  Rows rows{{"a", 1}};
  static_cast<void>(read_many(world.cache, {"a"}, rows, soft));
  world.clock->advance(1s);
  rows.meanwhile = [] { throw std::runtime_error("no database"); };
  auto reader = reading([&] { return read_many(world.cache, {"a"}, rows, soft); });
  world.clock->await_waiters(1);
  CHECK(world.executor->run_all() == 1);
  CHECK(reader.get()[0].status() == Status::fallback);
  rows.meanwhile = nullptr;
  CHECK(read_many(world.cache, {"a"}, rows, soft)[0].status() == Status::stale);
  // Nor when the old value is not found again, so that the reader has to load.
  world.store->after_next_find([&] { world.store->fail_only(&WatchedStore::Calls::find); });
  CHECK(read_many(world.cache, {"a"}, rows, soft)[0].status() == Status::reloaded);
}

TEST_CASE("several keys: the cache may end while their refresh waits") {
  auto executor = std::make_shared<tagcache::testing::ManualExecutor>();
  Rows rows{{"a", 1}, {"b", 2}};
  {
    World world;
    auto options = world.options();
    options.executor = executor;
    tagcache::Primitives cache(tagcache::memory(), options);
    const tagcache::QueryOptions grace{.ttl = 1s, .grace = 1h};
    static_cast<void>(read_many(cache, {"a", "b"}, rows, grace));
    world.clock->advance(1s);
    static_cast<void>(read_many(cache, {"a", "b"}, rows, grace));
  }
  CHECK(executor->run_all() == 1);
  CHECK(rows.asked().size() == 1);
}

TEST_CASE("several keys: many threads that read overlapping keys load each once", "[P-035]") {
  World world;
  Rows rows;
  std::atomic<std::size_t> loaded = 0;
  const auto load = [&](std::span<const std::string> missing) {
    loaded += missing.size();
    std::vector<int> values;
    for (const std::string& key : missing) values.push_back(std::stoi(key));
    return values;
  };
  constexpr int threads = 6;
  constexpr int keys_each = 40;
  std::latch all(threads);
  std::vector<std::future<bool>> results;
  for (int thread = 0; thread < threads; ++thread) {
    results.push_back(reading([&, thread] {
      std::vector<std::string> wanted;
      for (int i = 0; i < keys_each; ++i) wanted.push_back(std::to_string((i * (thread % 2 == 0 ? 1 : 39)) % 40));
      all.arrive_and_wait();
      const auto handles = world.cache.query_many<int>(wanted, tag_of, load);
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (std::to_string(*handles[i]) != wanted[i]) return false;
      }
      return true;
    }));
  }
  for (auto& result : results) CHECK(result.get());
  CHECK(loaded == keys_each);
}
