#include "many.hpp"

#include <future>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <tagcache/testing/faulty_store.hpp>
#include <tagcache/testing/recording_store.hpp>
#include <vector>

#include "catch.hpp"

using tagcache::Status;
namespace testing = tagcache::testing;

TEST_CASE("several keys: the store is asked once, and the loader once for those that are missing", "[PX-31]") {
  World world;
  auto store = std::make_shared<testing::RecordingStore>(tagcache::memory());
  tagcache::Primitives cache(store, world.options());
  cache.set<int>("b", 20, {path("of", "b")});
  store->forget();
  Rows rows{{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}};
  const auto handles = read_many(cache, {"d", "b", "a"}, rows);
  CHECK(values(handles) == std::vector{4, 20, 1});
  CHECK(handles[0].status() == Status::miss);
  CHECK(handles[1].status() == Status::hit);
  CHECK(rows.asked() == Asked{{"d", "a"}});
  REQUIRE(store->calls<testing::FindMany>().size() == 1);
  CHECK(store->calls<testing::FindMany>().front().finds.size() == 3);
  CHECK(store->calls<testing::Find>().empty());

  // What was loaded is found by reads of one key too.
  CHECK(cache.get<int>("a")->entries().after.tags() == tagcache::TagSet{path("of", "a")});
  CHECK(values(read_many(cache, {"a", "b", "d"}, rows)) == std::vector{1, 20, 4});
  CHECK(rows.asked().size() == 1);
}

TEST_CASE("several keys: none asks for nothing") {
  World world;
  Rows rows;
  CHECK(read_many(world.cache, {}, rows).empty());
  CHECK(rows.asked().empty());
}

TEST_CASE("several keys: a key that is given twice is read once") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  CHECK(values(read_many(world.cache, {"a", "b", "a"}, rows)) == std::vector{1, 2, 1});
  CHECK(rows.asked() == Asked{{"a", "b"}});
  CHECK(world.cache.stats().total().misses() == 2);
}

TEST_CASE("several keys: an invalidation during the load wins for its keys alone", "[PX-01]") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  rows.meanwhile = [&] { world.cache.invalidate(path("of", "a")); };
  CHECK(values(read_many(world.cache, {"a", "b"}, rows)) == std::vector{1, 2});
  CHECK_FALSE(world.cache.has<int>("a"));
  CHECK(world.cache.has<int>("b"));
}

TEST_CASE("several keys: an invalidation of all their tags is one step", "[P-080]") {
  World world;
  auto store = std::make_shared<testing::RecordingStore>(tagcache::memory());
  tagcache::Primitives cache(store, world.options());
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(cache, {"a", "b"}, rows));
  cache.invalidate({tagcache::Invalidation{path("of", "a")}, tagcache::Invalidation{path("of", "b")}});
  REQUIRE(store->calls<testing::Invalidate>().size() == 1);
  CHECK(store->calls<testing::Invalidate>().front().invalidations.size() == 2);
  CHECK_FALSE(cache.has<int>("a"));
  CHECK_FALSE(cache.has<int>("b"));
}

TEST_CASE("several keys: a loader that gives too few values or too many is an error, and nothing is kept") {
  World world;
  const std::size_t given = GENERATE(1U, 3U);
  const auto load = [given](std::span<const std::string>) { return std::vector<int>(given, 7); };
  CHECK_THROWS_WITH(world.cache.query_many<int>(keys("a", "b"), tag_of, load),
                    "the loader of 2 keys, the first of them tagcache:\"a\", gave " + std::to_string(given) +
                        " values: it gives one for each key that it is asked for, in their order; for what does not "
                        "exist a std::optional without value");
  CHECK_FALSE(world.cache.has<int>("a"));
  Rows rows{{"a", 1}, {"b", 2}};
  CHECK(values(read_many(world.cache, {"a", "b"}, rows)) == std::vector{1, 2});
}

TEST_CASE("several keys: when the load fails, entries in grace stand in, and the error is for the rest",
          "[PX-16][P-048]") {
  World world;
  const tagcache::QueryOptions grace{.ttl = 1s, .grace = 1h};
  Rows rows{{"a", 1}, {"b", 2}, {"c", 3}};
  static_cast<void>(read_many(world.cache, {"a", "b"}, rows, grace));
  world.cache.invalidate({tagcache::Invalidation{path("of", "a")}, tagcache::Invalidation{path("of", "b")}});
  rows.meanwhile = [] { throw std::runtime_error("no database"); };
  const auto handles = read_many(world.cache, {"a", "b"}, rows, grace);
  CHECK(values(handles) == std::vector{1, 2});
  CHECK(handles[0].status() == Status::fallback);
  CHECK_THROWS_WITH(read_many(world.cache, {"a", "c"}, rows, grace), "no database");
  CHECK_FALSE(world.cache.has<int>("c"));
  CHECK(world.cache.stats().total().fallbacks == 3);
  CHECK(world.cache.stats().total().failed == 1);

  // Nothing is left behind that somebody would wait for.
  CHECK(*world.cache.query<int>("c", {}, [] { return 3; }) == 3);
}

TEST_CASE("several keys: what does not exist is kept as such") {
  World world;
  int loads = 0;
  const auto load = [&](std::span<const std::string> missing) {
    loads += static_cast<int>(missing.size());
    std::vector<std::optional<int>> found;
    for (const std::string& key : missing) found.push_back(key == "a" ? std::optional(1) : std::nullopt);
    return found;
  };
  const tagcache::QueryOptions options{.ttl = 1h, .negative_ttl = 1s};
  const auto read = [&] { return world.cache.query_many<std::optional<int>>(keys("a", "b"), tag_of, load, options); };
  CHECK(*read()[0] == 1);
  CHECK(*read()[1] == std::nullopt);
  CHECK(loads == 2);
  world.clock->advance(1s);
  static_cast<void>(read());
  CHECK(loads == 3);
}

TEST_CASE("several keys: the loader is shown what is stored, and says more than the values") {
  World world;
  const auto load = [](std::span<const std::string> missing, std::span<const tagcache::Previous<int>> previous) {
    std::vector<tagcache::Loaded<int>> loaded;
    for (std::size_t i = 0; i < missing.size(); ++i) {
      if (previous[i].validator() == missing[i]) {
        loaded.emplace_back(tagcache::unchanged);
      } else {
        loaded.push_back(tagcache::Loaded(5).validator(missing[i]).tags({path("told")}));
      }
    }
    return loaded;
  };
  const tagcache::QueryOptions options{.ttl = 1s, .grace = 0ms};
  static_cast<void>(world.cache.query_many<int>(keys("a"), tag_of, load, options));
  world.clock->advance(1s);
  world.cache.set<int>("b", 9, {});
  world.cache.invalidate(path("of", "b"));
  const auto handles = world.cache.query_many<int>(keys("a", "c"), tag_of, load, options);
  CHECK(&*handles[0] == &handles[0].entries().before->value());
  CHECK(handles[0].entries().after.tags() == tagcache::TagSet{path("of", "a"), path("told")});
  CHECK(*handles[1] == 5);
  world.cache.invalidate(path("told"));
  CHECK_FALSE(world.cache.has<int>("a"));
  CHECK_FALSE(world.cache.has<int>("c"));
}

TEST_CASE("several keys: counters count each of them") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}, {"c", 3}};
  static_cast<void>(read_many(world.cache, {"a"}, rows));
  world.cache.reset_stats();
  static_cast<void>(read_many(world.cache, {"a", "b", "c"}, rows));
  const auto stats = world.cache.stats().total();
  CHECK(stats.hits == 1);
  CHECK(stats.misses() == 2);
  CHECK(stats.loads() == 2);
}

TEST_CASE("several keys: a store that fails costs the load, and counts once") {
  World world;
  auto store = std::make_shared<testing::FaultyStore>(tagcache::memory());
  tagcache::Primitives cache(store, world.options());
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(cache, {"a", "b"}, rows));
  store->inject(testing::StoreFunction::find_many, {.error = true});
  CHECK(values(read_many(cache, {"a", "b"}, rows)) == std::vector{1, 2});
  CHECK(rows.asked().size() == 1);  // found when the load began
  CHECK(cache.stats().store_errors[static_cast<std::size_t>(tagcache::StoreCall::find)] == 1);
}

TEST_CASE("several keys: an invalidation that the store could not be told of holds for each of them") {
  World world;
  auto store = std::make_shared<testing::FaultyStore>(tagcache::memory());
  tagcache::Primitives cache(store, world.options());
  Rows rows{{"a", 1}, {"b", 2}};
  static_cast<void>(read_many(cache, {"a", "b"}, rows));
  store->inject(testing::StoreFunction::invalidate, {.error = true});
  CHECK_THROWS_AS(cache.invalidate(path("of", "a")), tagcache::StoreError);
  CHECK_FALSE(cache.get_many<int>(keys("a", "b"))[0]);
  static_cast<void>(read_many(cache, {"a", "b"}, rows));
  CHECK(rows.asked() == Asked{{"a", "b"}, {"a"}});
}

TEST_CASE("several keys: values that cannot be compared are not verified, and who asks for it is told") {
  struct Opaque {
    explicit Opaque(int its_number) : number(its_number) {}
    int number;
  };
  World world;
  const auto load = [](std::span<const std::string> missing) { return std::vector<Opaque>(missing.size(), Opaque(1)); };
  const auto read = [&](const tagcache::QueryOptions& options) {
    return world.cache.query_many<Opaque>(keys("a", "b"), tag_of, load, options).size();
  };
  CHECK(read({}) == 2);
  CHECK_THROWS_WITH(read({.verify = 1}), Catch::Contains("values of this type cannot be compared"));
}

TEST_CASE("several keys: switched off, all are loaded and none is kept") {
  World world;
  Rows rows{{"a", 1}, {"b", 2}};
  world.cache.set_enabled(false);
  CHECK(values(read_many(world.cache, {"a", "b"}, rows)) == std::vector{1, 2});
  CHECK(values(read_many(world.cache, {"a", "b"}, rows)) == std::vector{1, 2});
  CHECK(rows.asked().size() == 2);
}

TEST_CASE("several keys: an error is remembered for each of them") {
  World world;
  const tagcache::QueryOptions options{.error_ttl = 1min};
  Rows rows{{"a", 1}, {"b", 2}, {"c", 3}};
  rows.meanwhile = [] { throw std::runtime_error("no database"); };
  CHECK_THROWS_WITH(read_many(world.cache, {"a", "b"}, rows, options), "no database");
  rows.meanwhile = nullptr;
  CHECK_THROWS_WITH(read_many(world.cache, {"c", "b"}, rows, options), "no database");
  CHECK(rows.asked() == Asked{{"a", "b"}, {"c"}});
  CHECK(world.cache.has<int>("c"));
}

TEST_CASE("several keys: a read without a loader asks the store once", "[PX-31]") {
  World world;
  auto store = std::make_shared<testing::RecordingStore>(tagcache::memory());
  tagcache::Primitives cache(store, world.options());
  cache.set<int>("a", 1, {path("of", "a")}, {.ttl = 1s, .grace = 1h});
  cache.set<std::string>("c", "text", {});
  world.clock->advance(1s);
  store->forget();
  const auto found = cache.get_many<int>(keys("b", "a", "c"));
  CHECK_FALSE(found[0]);
  CHECK(**found[1] == 1);
  CHECK(found[1]->status() == Status::stale);
  CHECK_FALSE(found[2]);
  CHECK(store->calls().size() == 1);
  CHECK_FALSE(cache.get_many<int>(keys("a"), tagcache::Accept::fresh)[0]);
  cache.invalidate(path("of", "a"));
  CHECK_FALSE(cache.get_many<int>(keys("a"))[0]);
  CHECK(cache.get_many<int>(std::vector<std::string>()).empty());
}

TEST_CASE("one key: a hit asks the store once, however many tags and segments it has", "[PX-31]") {
  World world;
  const auto store = std::make_shared<testing::RecordingStore>(tagcache::memory());
  tagcache::Primitives cache(store, world.options());
  const tagcache::TagSet tags{path("a", "b", "c", "d"), path("e", "f"), path("g")};
  const auto read = [&] { return cache.query<int>("k", tags, [] { return 1; }).status(); };
  CHECK(read() == Status::miss);
  store->forget();
  CHECK(read() == Status::hit);
  CHECK(store->calls().size() == 1);
}
