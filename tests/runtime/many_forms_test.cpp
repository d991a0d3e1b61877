#include <future>
#include <stdexcept>
#include <tagcache/testing/recording_store.hpp>
#include <vector>

#include "catch.hpp"
#include "many.hpp"

using tagcache::force_refresh;
using tagcache::if_present;
using tagcache::MissCause;
using tagcache::OnInvalidate;
using tagcache::Status;
namespace testing = tagcache::testing;

namespace {

constexpr tagcache::QueryOptions hour{.ttl = 1h};
constexpr tagcache::QueryOptions grace{.ttl = 1s, .grace = 1h};

std::vector<tagcache::Handle<int>> forced(tagcache::Primitives& cache, const std::vector<std::string>& keys, Rows& rows,
                                          const tagcache::QueryOptions& options = hour) {
  return cache.query_many<int>(
      force_refresh, keys, tag_of, [&rows](std::span<const std::string> missing) { return rows(missing); }, options);
}

/// How each was served; "nothing" when it was not.
std::vector<std::string> served(const std::vector<std::optional<tagcache::Handle<int>>>& handles) {
  std::vector<std::string> texts;
  for (const auto& handle : handles) {
    texts.push_back(!handle ? "nothing" : handle->status() == Status::hit ? "hit" : "stale");
  }
  return texts;
}

}  // namespace

TEST_CASE("several keys, forced: all are loaded in one run although they are fresh, and what comes is kept") {
  World world;
  Rows old{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a", "b"}, old, hour));
  Rows rows{{"a", 10}, {"b", 20}, {"c", 30}};
  const auto handles = forced(world.cache, {"b", "c", "a", "b"}, rows);
  CHECK(values(handles) == std::vector{20, 30, 10, 20});
  CHECK(rows.asked() == Asked{{"b", "c", "a"}});
  CHECK(handles[0].status() == Status::reloaded);
  CHECK(handles[0].entries().before->value() == 2);
  CHECK(handles[1].status() == Status::miss);
  CHECK(values(read_many(world.cache, {"a", "b", "c"}, old, hour)) == std::vector{10, 20, 30});
  CHECK(world.cache.stats().total().misses(MissCause::forced) == 3);
}

TEST_CASE("several keys, forced: when the load fails what is stored stands in, or its error is thrown") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}, {"c", 3}};
  static_cast<void>(read_many(world.cache, {"a"}, rows, hour));
  static_cast<void>(read_many(world.cache, {"b"}, rows, grace));
  world.clock->advance(1s);
  rows.meanwhile = [] { throw std::runtime_error("no database"); };
  const auto handles = forced(world.cache, {"a", "b"}, rows);
  CHECK(handles[0].status() == Status::fallback);
  CHECK(handles[1].status() == Status::fallback);
  CHECK_THROWS_WITH(forced(world.cache, {"a", "c"}, rows), "no database");
}

TEST_CASE("several keys, forced: a remembered error is not minded") {
  World world;
  const tagcache::QueryOptions options{.ttl = 1h, .error_ttl = 1h};
  Rows rows{{"a", 1}, {"b", 2}};
  rows.meanwhile = [] { throw std::runtime_error("no database"); };
  CHECK_THROWS(read_many(world.cache, {"a", "b"}, rows, options));
  rows.meanwhile = nullptr;
  CHECK_THROWS_WITH(read_many(world.cache, {"a", "b"}, rows, options), "no database");
  CHECK(values(forced(world.cache, {"a", "b"}, rows, options)) == std::vector{1, 2});
  CHECK(values(read_many(world.cache, {"a", "b"}, rows, options)) == std::vector{1, 2});
}

TEST_CASE("several keys, forced: no load is shared that began before, and later callers may share theirs") {
  World world;
  std::promise<void> begun;
  std::promise<void> go;
  const auto old = [&] {
    begun.set_value();
    go.get_future().wait();
    return 1;
  };
  auto first = std::async(std::launch::async, [&] { return *world.cache.query<int>("a", tag_of("a"), old, hour); });
  begun.get_future().wait();
  Rows rows{{"a", 10}, {"b", 20}};
  std::future<int> second;
  rows.meanwhile = [&] {
    second = std::async(std::launch::async,
                        [&] { return *world.cache.query<int>("a", tag_of("a"), [] { return 3; }, hour); });
    world.store->wait_for_joins(1);
  };
  const auto handles = forced(world.cache, {"a", "b"}, rows);
  CHECK(values(handles) == std::vector{10, 20});
  CHECK_FALSE(handles[0].joined());
  CHECK(second.get() == 10);
  go.set_value();
  CHECK(first.get() == 1);
  CHECK(world.cache.get<int>("a")->value() == 10);  // the older load is not kept
}

TEST_CASE("several keys, forced: a loader that asks for its own keys by force is an error") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  rows.meanwhile = [&] {
    rows.meanwhile = nullptr;
    static_cast<void>(forced(world.cache, {"b"}, rows));
  };
  CHECK_THROWS_AS(forced(world.cache, {"a", "b"}, rows), tagcache::RecursiveLoad);
}

TEST_CASE("several keys, forced: with a hard timeout they are loaded on the executor, although they are fresh") {
  World world;
  Rows old{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(world.cache, {"a", "b"}, old, hour));
  Rows rows{{"a", 10}, {"b", 20}};
  auto options = hour;
  options.hard_timeout = 50ms;
  auto reader = std::async(std::launch::async, [&] { return forced(world.cache, {"a", "b"}, rows, options); });
  world.clock->await_waiters(1);
  SECTION("in time") {
    CHECK(world.executor->run_all() == 1);
    CHECK(values(reader.get()) == std::vector{10, 20});
  }
  SECTION("too late: what is fresh stands in, and what comes is kept") {
    world.clock->advance(50ms);
    const auto handles = reader.get();
    CHECK(values(handles) == std::vector{1, 2});
    CHECK(handles[1].status() == Status::fallback);
    CHECK(world.executor->run_all() == 1);
  }
  CHECK(rows.asked() == Asked{{"a", "b"}});
  CHECK(values(read_many(world.cache, {"a", "b"}, old, hour)) == std::vector{10, 20});
}

TEST_CASE("several keys, if present: what is there is served, in order, with one look and without a load") {
  World world;
  auto store = std::make_shared<testing::RecordingStore>(tagcache::memory());
  tagcache::Primitives cache(store, world.options());
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(cache, {"a"}, rows, grace));
  world.clock->advance(1s);
  static_cast<void>(read_many(cache, {"b"}, rows, grace));
  store->forget();
  const auto handles = cache.query_many<int>(if_present, keys("c", "a", "b", "a"), tag_of, grace);
  CHECK(served(handles) == std::vector<std::string>{"nothing", "stale", "hit", "stale"});
  CHECK(handles[2]->value() == 2);
  CHECK(store->calls<testing::FindMany>().size() == 1);
  CHECK(store->calls<testing::Begin>().empty());
  CHECK(world.executor->run_all() == 0);  // and nothing is refreshed
  CHECK(cache.query_many<int>(if_present, {}, tag_of).empty());
}

TEST_CASE("if present, by hand: what the options allow is served, and nothing is loaded or refreshed") {
  World world;
  const tagcache::QueryOptions serving{.ttl = 1h, .grace = 1h, .on_invalidate = OnInvalidate::serve_stale};
  const tagcache::QueryOptions graceless{.grace = 0s};
  const auto look = [&](const tagcache::QueryOptions& options) {
    const auto one = world.cache.query<int>(if_present, "a", tag_of("a"), options);
    auto texts = served({one});
    CHECK(served(world.cache.query_many<int>(if_present, keys("a"), tag_of, options)) == texts);
    return texts.front();
  };
  CHECK(look(serving) == "nothing");
  world.cache.set("a", 1, tag_of("a"), serving);
  CHECK(look(serving) == "hit");
  world.cache.expire("a");
  CHECK(look(serving) == "stale");
  CHECK(look(graceless) == "nothing");
  world.cache.invalidate(path("of", "a"));
  CHECK(look(serving) == "stale");
  CHECK(look({}) == "nothing");
  CHECK(world.executor->run_all() == 0);
  const auto stats = world.cache.stats().total();
  CHECK(stats.hits == 2);
  CHECK(stats.stale == 4);
  CHECK(stats.loads() == 0);
}

TEST_CASE("several keys: who reads may be told of each refresh that the read starts") {
  World world;
  Rows old{{"a", 1}, {"b", 2}, {"c", 3}};
  static_cast<void>(read_many(world.cache, {"a", "b"}, old, grace));
  world.clock->advance(1s);
  static_cast<void>(read_many(world.cache, {"c"}, old, grace));
  Rows rows{{"a", 1}, {"b", 20}};
  std::vector<std::pair<int, int>> told;
  std::vector<bool> changed;
  static_cast<void>(world.cache.query_many<int>(
      keys("a", "b", "c"), tag_of, [&rows](std::span<const std::string> missing) { return rows(missing); }, grace,
      [&](const tagcache::Refreshed<int>& refreshed) {
        told.emplace_back(refreshed.before.value(), refreshed.after.value());
        changed.push_back(refreshed.changed);
      }));
  CHECK(told.empty());
  CHECK(world.executor->run_all() == 1);
  CHECK(told == std::vector<std::pair<int, int>>{{1, 1}, {2, 20}});
  CHECK(changed == std::vector{false, true});
}

TEST_CASE("several keys: who is told of a refresh may load its key, and is in no load then") {
  World world;
  const bool single_flight = GENERATE(true, false);
  const tagcache::QueryOptions graced{.ttl = 1s, .grace = 1h, .single_flight = single_flight};
  world.cache.set("a", 1, tag_of("a"), graced);
  world.clock->advance(1s);
  Rows rows{{"a", 2}};
  std::vector<int> loaded;
  static_cast<void>(world.cache.query_many<int>(
      keys("a"), tag_of, [&rows](std::span<const std::string> missing) { return rows(missing); }, graced,
      [&](const tagcache::Refreshed<int>&) {
        loaded.push_back(*world.cache.query<int>(force_refresh, "a", tag_of("a"), [] { return 3; }, graced));
      }));
  CHECK(world.executor->run_all() == 1);
  CHECK(loaded == std::vector{3});
}
