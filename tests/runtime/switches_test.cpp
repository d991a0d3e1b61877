#include <future>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Health;
using tagcache::MissCause;
using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions kept{.ttl = 1h, .grace = 1h};

}  // namespace

TEST_CASE("switched off, reads load and keep nothing; switched on, what was stored is served again", "[R-103]") {
  World world;
  const Counter load;
  const auto read = [&] { return world.cache.query<int>("key1", {path("t")}, load, kept); };
  CHECK(*read() == 1);
  world.cache.set_enabled(false);
  const auto calls = world.store->calls();
  CHECK(*read() == 2);
  CHECK(read().status() == Status::miss);
  CHECK(world.store->calls().find == calls.find);
  CHECK(world.store->calls().begin == calls.begin);
  CHECK(world.store->calls().keep == calls.keep);
  CHECK_FALSE(world.cache.get<int>("key1"));
  CHECK(world.cache.stats().total().misses(MissCause::disabled) == 3);
  CHECK(world.cache.stats().total().not_kept == 2);
  world.cache.set_enabled(true);
  CHECK(*read() == 1);
}

TEST_CASE("what is taken away while the cache is switched off stays away") {
  World world;
  const Counter load;
  const auto read = [&](const char* key, const char* tag) {
    return *world.cache.query<int>(key, {path(tag)}, load, kept);
  };
  CHECK(read("key1", "t1") == 1);
  CHECK(read("key2", "t2") == 2);
  CHECK(read("key3", "t3") == 3);
  world.cache.set_enabled(false);
  world.cache.invalidate(path("t1"));
  world.cache.del("key2");
  world.cache.set("key3", 30, {path("t3")}, kept);
  world.cache.set_enabled(true);
  CHECK(read("key1", "t1") == 4);
  CHECK(read("key2", "t2") == 5);
  CHECK(read("key3", "t3") == 6);
  world.cache.set_enabled(false);
  world.cache.clear();
  world.cache.set_enabled(true);
  CHECK(read("key1", "t1") == 7);
}

TEST_CASE("a load that ends when the cache is switched off is not kept") {
  World world;
  const auto load = [&world] {
    world.cache.set_enabled(false);
    return 1;
  };
  CHECK(*world.cache.query<int>("key1", {}, load, kept) == 1);
  world.cache.set_enabled(true);
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("a load that began while the cache was switched off is not kept") {
  World world;
  world.cache.set_enabled(false);
  const auto load = [&world] {
    world.cache.set_enabled(true);
    return 1;
  };
  CHECK(*world.cache.query<int>("key1", {}, load, kept) == 1);
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("switched off, nobody shares a load that has begun: whether it is outdated the store would know") {
  World world;
  world.cache.set_enabled(false);
  const auto outer = world.cache.query<int>(
      "key1", {path("t")},
      [&world] {
        // Another thread comes while the load runs.
        const auto other = std::async(std::launch::async, [&world] {
                             return world.cache.query<int>("key1", {path("t")}, [] { return 2; }, kept);
                           }).get();
        CHECK(*other == 2);
        CHECK_FALSE(other.joined());
        return 1;
      },
      kept);
  CHECK(*outer == 1);
}

TEST_CASE("read-only, the cache serves and loads, and keeps and refreshes nothing") {
  World world;
  const Counter load;
  const auto read = [&](const char* key) { return world.cache.query<int>(key, {path("t")}, load, kept); };
  CHECK(*read("key1") == 1);
  world.cache.set_read_only(true);
  CHECK(read("key1").status() == Status::hit);
  CHECK(*read("key2") == 2);
  CHECK(*read("key2") == 3);
  world.clock->advance(1h);
  CHECK(read("key1").status() == Status::stale);
  CHECK(world.executor->waiting() == 0);
  world.cache.set("key1", 10, {}, kept);
  CHECK_FALSE(world.cache.get<int>("key1"));
  world.cache.set_read_only(false);
  CHECK(*read("key1") == 4);
  CHECK(read("key1").status() == Status::hit);
}

TEST_CASE("an invalidation reaches the store of a read-only cache") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, kept));
  world.cache.set_read_only(true);
  world.cache.invalidate(path("t"));
  CHECK(*world.cache.query<int>("key1", {path("t")}, load, kept) == 2);
}

TEST_CASE("a cache may be made switched off, or read-only", "[R-103]") {
  World world;
  auto options = world.options();
  options.enabled = false;
  tagcache::Primitives off(world.store, options);
  options.enabled = true;
  options.read_only = true;
  tagcache::Primitives read_only(world.store, options);
  const Counter load;
  for (tagcache::Primitives* cache : {&off, &read_only}) {
    static_cast<void>(cache->query<int>("key1", {}, load, kept));
    CHECK(world.cache.get<int>("key1") == std::nullopt);
  }
  CHECK(off.stats().health.reasons == std::vector<std::string>{"the cache is switched off"});
  CHECK(read_only.stats().health.reasons == std::vector<std::string>{"the cache is read-only"});
}

TEST_CASE("health tells what is wrong, from counters alone", "[R-112]") {
  World world;
  const auto health = [&] { return world.cache.stats().health; };
  const auto read = [&] { static_cast<void>(world.cache.query<int>("key1", {}, Counter(), kept)); };
  read();
  CHECK(health().state == Health::State::ok);
  CHECK(health().reasons.empty());
  world.store->fail(true);
  read();
  CHECK(health().state == Health::State::degraded);
  CHECK(health().reasons == std::vector<std::string>{"the store failed 2 times in a row"});
  for (int i = 0; i < 4; ++i) read();
  CHECK(health().state == Health::State::down);
  CHECK(name(health().state) == "down");
  world.store->fail(false);
  read();
  CHECK(health().state == Health::State::ok);
  world.clock->advance(1h);
  world.executor->refuse(true);
  read();
  CHECK(health().reasons == std::vector<std::string>{"the executor refused 1 refreshes in a row"});
  world.executor->refuse(false);
  read();
  CHECK(health().state == Health::State::ok);
  world.cache.disconnect();
  CHECK(health().reasons == std::vector<std::string>{"background work was stopped"});
}

TEST_CASE("health tells when verified hits were stale") {
  World world;
  int row = 0;
  const tagcache::QueryOptions checked{.ttl = 1h, .verify = 1};
  const auto read = [&] {
    static_cast<void>(world.cache.query<int>("key1", {}, [&row] { return row; }, checked));
    world.executor->run_all();
  };
  for (int i = 0; i < 100; ++i) read();
  CHECK(world.cache.stats().total().verified == 99);
  CHECK(world.cache.stats().health.state == Health::State::ok);
  row = 1;
  read();
  CHECK(world.cache.stats().health.reasons == std::vector<std::string>{"1 of 100 verified hits were stale"});
  row = 0;
  world.clock->advance(1s);  // so many are checked in a second
  read();
  CHECK(world.cache.stats().health.state == Health::State::ok);
}

TEST_CASE("a default ttl of zero switches caching off, for what does not say its own", "[R-103][R-030]") {
  World world;
  auto options = world.options();
  options.defaults.ttl = 0s;
  tagcache::Primitives cache(world.store, options);
  const Counter load;
  const auto read = [&](const tagcache::QueryOptions& given) { return *cache.query<int>("key1", {}, load, given); };
  CHECK(read({}) == 1);
  CHECK(read({}) == 2);
  CHECK(cache.stats().total().not_kept == 2);
  CHECK(read(kept) == 3);
  CHECK(read(kept) == 3);
}
