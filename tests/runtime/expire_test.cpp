#include <future>
#include <stdexcept>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Accept;
using tagcache::Becomes;
using tagcache::Reach;
using tagcache::Status;
using tagcache::Validity;

namespace {

constexpr tagcache::QueryOptions graced{.ttl = 1min, .grace = 1min};
constexpr tagcache::QueryOptions graceless{.ttl = 1min};

/// A cache in which "key1" is stored with the tags a.b and c, and the ways to expire it.
struct Expired : World {
  tagcache::TagSet tags{path("a", "b"), path("c")};
  Counter load;

  void store(const tagcache::QueryOptions& options = graced) {
    static_cast<void>(cache.query<int>("key1", tags, load, options));
  }
  void expire(int way) {
    if (way == 0) cache.expire(path("c"));
    if (way == 1) cache.expire(path("a"));
    if (way == 2) cache.expire(path("a", "b"), Reach::exact);
    if (way == 3) cache.expire("key1");
  }
  auto query(const tagcache::QueryOptions& options = graced) { return cache.query<int>("key1", tags, load, options); }
};

}  // namespace

TEST_CASE("a fresh entry that is expired is served in grace while one refresh runs") {
  Expired world;
  world.store();
  world.expire(GENERATE(0, 1, 2, 3));
  for (int i = 0; i < 3; ++i) {
    const auto stale = world.query();
    CHECK(*stale == 1);
    CHECK(stale.status() == Status::stale);
  }
  CHECK(world.executor->run_all() == 1);
  CHECK(world.query().status() == Status::hit);
  CHECK(*world.query() == 2);
}

TEST_CASE("what is expired is loaded anew when there is no grace, or the call wants none") {
  Expired world;
  const int way = GENERATE(0, 1, 2, 3);
  SECTION("the entry has none") {
    world.store(graceless);
    world.expire(way);
    CHECK_FALSE(world.cache.get<int>("key1"));
    CHECK(world.query(graceless).status() == Status::reloaded);
  }
  SECTION("the call switches it off") {
    world.store();
    world.expire(way);
    CHECK(world.query({.ttl = 1min, .grace = 0ms}).status() == Status::reloaded);
  }
  CHECK(world.executor->waiting() == 0);
  CHECK(world.query(graceless).status() == Status::hit);
}

TEST_CASE("get returns what is expired in grace, unless asked for fresh entries") {
  Expired world;
  world.store();
  world.expire(GENERATE(0, 1, 2, 3));
  REQUIRE(world.cache.get<int>("key1"));
  CHECK(world.cache.get<int>("key1")->status() == Status::stale);
  CHECK_FALSE(world.cache.get<int>("key1", Accept::fresh));
}

TEST_CASE("grace ends when it would have ended without the expiry") {
  Expired world;
  world.store();
  world.expire(GENERATE(0, 3));
  world.clock->advance(2min - 1ms);
  CHECK(world.cache.get<int>("key1"));
  world.clock->advance(1ms);
  CHECK_FALSE(world.cache.get<int>("key1"));
  CHECK(world.query().status() == Status::reloaded);
}

TEST_CASE("what is expired stands in when a load fails") {
  Expired world;
  world.store();
  world.expire(GENERATE(0, 3));
  const auto fail = []() -> int { throw std::runtime_error("no database"); };
  const auto options = tagcache::QueryOptions{.ttl = 1min, .grace = 1min, .soft_timeout = 1s};
  auto reader =
      std::async(std::launch::async, [&] { return world.cache.query<int>("key1", world.tags, fail, options); });
  world.clock->await_waiters(1);
  world.executor->run_all();
  CHECK(reader.get().status() == Status::fallback);
}

TEST_CASE("an entry whose ttl is over stays expired, an absent one absent") {
  Expired world;
  world.store();
  world.clock->advance(1min);
  const int way = GENERATE(0, 3);
  world.expire(way);
  CHECK(world.query().status() == Status::stale);
  CHECK_NOTHROW(world.cache.expire(path("nobody")));
  CHECK_NOTHROW(world.cache.expire("nothing"));
  CHECK_FALSE(world.cache.get<int>("nothing"));
  world.cache.del("key1");
  world.expire(way);
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("an invalidated entry does not become an expired one, an expired one becomes invalidated") {
  Expired world;
  world.store();
  const int way = GENERATE(0, 1, 2, 3);
  SECTION("invalidated first") {
    world.cache.invalidate(path("c"));
    world.expire(way);
  }
  SECTION("invalidated by another tag, then expired") {
    world.cache.invalidate(path("a"));
    world.expire(way);
  }
  SECTION("expired first") {
    world.expire(way);
    world.cache.invalidate(path("a"));
  }
  CHECK_FALSE(world.cache.get<int>("key1"));
  CHECK(world.query().status() == Status::reloaded);
}

TEST_CASE("exact expires only entries that carry exactly the tag") {
  World world;
  world.cache.set("at", 1, {path("posts", "1")}, graced);
  world.cache.set("below", 1, {path("posts", "1", "comments")}, graced);
  world.cache.expire(path("posts", "1"), Reach::exact);
  CHECK_FALSE(world.cache.get<int>("at", Accept::fresh));
  CHECK(world.cache.get<int>("below", Accept::fresh));
  world.cache.expire(path("posts", "1"));
  CHECK_FALSE(world.cache.get<int>("below", Accept::fresh));
}

TEST_CASE("one step invalidates some tags and expires others") {
  World world;
  world.cache.set("hard", 1, {path("users", "1")}, graced);
  world.cache.set("soft", 1, {path("feeds", "1")}, graced);
  world.cache.set("both", 1, {path("feeds", "1"), path("users", "1")}, graced);
  world.cache.set("beside", 1, {path("posts")}, graced);
  world.cache.invalidate({{path("users")}, {path("feeds"), Reach::prefix, Becomes::expired}});
  CHECK_FALSE(world.cache.get<int>("hard"));
  CHECK(world.cache.get<int>("soft")->status() == Status::stale);
  CHECK_FALSE(world.cache.get<int>("both"));
  CHECK(world.cache.get<int>("beside")->status() == Status::hit);
}

TEST_CASE("a load under way when its tag is expired is kept, and is expired") {
  Expired world;
  const auto expire_meanwhile = [&] {
    world.cache.expire(path("c"));
    return 7;
  };
  CHECK(*world.cache.query<int>("key1", world.tags, expire_meanwhile, graced) == 7);
  CHECK(world.query().status() == Status::stale);
  world.executor->run_all();
  CHECK(world.query().status() == Status::hit);
}

TEST_CASE("a load under way when its key is expired is not kept") {
  Expired world;
  world.store();
  world.clock->advance(2min);
  const auto expire_meanwhile = [&] {
    world.cache.expire("key1");
    return 7;
  };
  CHECK(*world.cache.query<int>("key1", world.tags, expire_meanwhile, graced) == 7);
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("a load of before an expiry is not shared after it") {
  Expired world;
  const int way = GENERATE(0, 1, 2, 3);
  std::promise<void> begun;
  std::promise<void> release;
  auto first = std::async(std::launch::async, [&] {
    return *world.cache.query<int>(
        "key1", world.tags,
        [&] {
          begun.set_value();
          release.get_future().wait();
          return 10;
        },
        graced);
  });
  begun.get_future().wait();
  world.expire(way);
  const auto second = world.query();
  CHECK(*second == 1);
  CHECK_FALSE(second.joined());
  release.set_value();
  CHECK(first.get() == 10);
  CHECK(*world.query() == 1);
}

TEST_CASE("a load whose value tells of an expired tag is kept and expired, and not shared after the expiry") {
  World world;
  const Counter load;
  std::promise<void> begun;
  std::promise<void> release;
  auto first = std::async(std::launch::async, [&] {
    return *world.cache.query<int>(
        "key1", {},
        [&] {
          begun.set_value();
          release.get_future().wait();
          return tagcache::Loaded(10).tags({path("posts", "9")});
        },
        graced);
  });
  begun.get_future().wait();
  world.cache.expire(path("posts", "9"));
  auto second = std::async(std::launch::async, [&] { return world.cache.query<int>("key1", {}, load, graced); });
  world.store->wait_for_joins(1);
  release.set_value();
  CHECK(first.get() == 10);
  CHECK_FALSE(second.get().joined());
}

TEST_CASE("a refresh of before an expiry is no refresh after it") {
  Expired world;
  world.store();
  world.clock->advance(1min);
  const auto expire_meanwhile = [&] {
    world.cache.expire(path("c"));
    // Another reader comes while this refresh runs: it must start its own.
    std::async(std::launch::async, [&] { static_cast<void>(world.query()); }).get();
    return 7;
  };
  CHECK(world.cache.query<int>("key1", world.tags, expire_meanwhile, graced).status() == Status::stale);
  CHECK(world.executor->run_all() == 2);
  CHECK(world.query().status() == Status::hit);
  CHECK(*world.query() == 2);
}

TEST_CASE("an expiry ends the error that is remembered of a load") {
  Expired world;
  const Failing fail(1);
  const tagcache::QueryOptions options{.ttl = 1min, .error_ttl = 1min};
  CHECK_THROWS(world.cache.query<int>("key1", world.tags, fail, options));
  CHECK_THROWS(world.cache.query<int>("key1", world.tags, fail, options));
  CHECK(*fail.loads == 1);
  world.expire(GENERATE(0, 3));
  CHECK(*world.query() == 1);
}

TEST_CASE("expired entries are evicted first when they have no grace") {
  World world;
  const bool has_grace = GENERATE(false, true);
  tagcache::Primitives cache(tagcache::memory({.max_entries = 2}), world.options());
  cache.set("expired", 1, {path("t")}, has_grace ? graced : graceless);
  cache.set("live", 1, {});
  CHECK(cache.get<int>("expired"));  // what was read goes after what was not, unless it is dead
  cache.expire(path("t"));
  cache.set("new", 1, {});
  CHECK(cache.get<int>("expired").has_value() == has_grace);
  CHECK(cache.get<int>("live").has_value() != has_grace);
}
