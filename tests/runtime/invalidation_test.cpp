#include <future>
#include <latch>
#include <string>
#include <tagcache/testing/recording_store.hpp>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Reach;

namespace {

/// A cache that holds `key` with `tags`; true while it is still there.
struct Stored : World {
  void set(const char* key, const tagcache::TagSet& tags) { cache.set(key, 1, tags); }
  [[nodiscard]] bool has(const char* key) { return cache.get<int>(key).has_value(); }
};

}  // namespace

TEST_CASE("a prefix reaches all below it and nothing beside it", "[P-065][P-066][P-070]") {
  Stored world;
  world.set("comment", {path("posts", "1", "comments", "1")});
  world.set("likes", {path("posts", "2", "likes")});
  world.set("user", {path("users", "1")});
  world.cache.invalidate(path("posts"));
  CHECK_FALSE(world.has("comment"));
  CHECK_FALSE(world.has("likes"));
  CHECK(world.has("user"));
}

TEST_CASE("exact reaches only entries that carry exactly the tag", "[P-067][P-068][PX-03][PX-05]") {
  Stored world;
  world.set("below", {path("posts", "1", "comments")});
  world.set("at", {path("posts", "1")});
  world.cache.invalidate(path("posts", "1"), Reach::exact);
  CHECK(world.has("below"));
  CHECK_FALSE(world.has("at"));
}

TEST_CASE("no text of a user is mistaken for an exact invalidation", "[PX-04]") {
  Stored world;
  world.set("odd", {path("posts", "1", "__exact__")});
  world.cache.invalidate(path("posts", "1"), Reach::exact);
  CHECK(world.has("odd"));
}

TEST_CASE("one reached tag of several is enough", "[P-069][S-054]") {
  Stored world;
  world.set("key1", {path("posts", "1"), path("users", "42")});
  world.cache.invalidate(path("users", "42"));
  CHECK_FALSE(world.has("key1"));
}

TEST_CASE("no reader sees one of several tags invalidated and another not yet", "[P-080]") {
  World world;
  std::vector<tagcache::Invalidation> both_ends;
  both_ends.push_back({path("a")});
  for (int i = 0; i < 50; ++i) both_ends.push_back({path("between", std::to_string(i))});
  both_ends.push_back({path("b")});
  for (int round = 0; round < 50; ++round) {
    world.cache.set<int>("a", round, {path("a")});
    world.cache.set<int>("b", round, {path("b")});
    std::latch all(3);
    const auto is_gone_too = [&](const char* first, const char* second) {
      all.arrive_and_wait();
      while (world.cache.has<int>(first)) std::this_thread::yield();
      return !world.cache.has<int>(second);
    };
    auto forth = std::async(std::launch::async, is_gone_too, "a", "b");
    auto back = std::async(std::launch::async, is_gone_too, "b", "a");
    all.arrive_and_wait();
    world.cache.invalidate(both_ends);
    CHECK(forth.get());
    CHECK(back.get());
  }
}

TEST_CASE("several tags go in one call", "[P-071][P-080][S-068][SX-14]") {
  Stored world;
  world.set("a", {path("posts", "1")});
  world.set("b", {path("users", "42")});
  world.set("c", {path("comments", "99")});
  world.cache.invalidate({{path("posts", "1")}, {path("users", "42"), Reach::exact}});
  CHECK_FALSE(world.has("a"));
  CHECK_FALSE(world.has("b"));
  CHECK(world.has("c"));
}

TEST_CASE("an invalidation never goes up", "[P-072][PX-29]") {
  Stored world;
  world.set("post", {path("posts", "1")});
  world.cache.invalidate(path("posts", "1", "comments"));
  CHECK(world.has("post"));
}

TEST_CASE("prefixes are compared segment by segment", "[P-073]") {
  Stored world;
  world.set("ten", {path("posts", "10")});
  world.cache.invalidate(path("posts", "1"));
  world.cache.invalidate(path("post"));
  CHECK(world.has("ten"));
}

TEST_CASE("separators inside an id are data") {
  Stored world;
  world.set("odd", {tagcache::Tag("users", tagcache::wild("1/posts"))});
  world.cache.invalidate(tagcache::Tag("users", tagcache::wild("1")));
  CHECK(world.has("odd"));
  world.cache.invalidate(tagcache::Tag("users", tagcache::wild("1/posts")));
  CHECK_FALSE(world.has("odd"));
}

TEST_CASE("a load in the very instant of an invalidation is told apart from one before it", "[P-074][PX-25]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load));
  world.cache.invalidate(path("t"));
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load));
  CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 2);
}

TEST_CASE("a tag that nobody carries, and no tag at all, are no errors", "[P-076][P-077]") {
  World world;
  CHECK_NOTHROW(world.cache.invalidate(path("nobody")));
  CHECK_NOTHROW(world.cache.invalidate(std::span<const tagcache::Invalidation>()));
}

TEST_CASE("a tag without segments is refused", "[P-078][PX-28]") {
  CHECK_THROWS_WITH(tagcache::Tag::of({}), "a tag needs one segment at least; to drop everything call clear()");
}

TEST_CASE("each invalidation of a tag ends what was loaded since the last", "[P-079][PX-26]") {
  World world;
  const Counter load;
  for (int i = 1; i <= 3; ++i) {
    CHECK(*world.cache.query<int>("key1", {path("t")}, load) == i);
    CHECK(*world.cache.query<int>("key1", {path("t")}, load) == i);
    world.cache.invalidate(path("t"));
  }
}

TEST_CASE("an invalidation during a load wins; its caller still gets its value", "[PX-01]") {
  World world;
  int row = 1;
  const auto load = [&] {
    const int read = row;
    if (row == 1) {
      row = 2;
      world.cache.invalidate(path("t"));
    }
    return read;
  };
  CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 1);
  CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 2);
  CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 2);
}

TEST_CASE("a clear during a load wins, also together with an invalidation", "[PX-21]") {
  World world;
  int row = 1;
  const auto load = [&] {
    const int read = row;
    if (row == 1) {
      row = 2;
      world.cache.invalidate(path("t"));
      world.cache.clear();
    }
    return read;
  };
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, load, {.ttl = 1min, .grace = 1min}));
  CHECK_FALSE(world.cache.get<int>("key1"));
  CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 2);
}

TEST_CASE("a set or del during a load wins", "[PX-30]") {
  World world;
  const auto set_meanwhile = [&] {
    world.cache.set("key1", 99, {});
    return 1;
  };
  CHECK(*world.cache.query<int>("key1", {}, set_meanwhile) == 1);
  CHECK(**world.cache.get<int>("key1") == 99);

  const auto del_meanwhile = [&] {
    world.cache.del("key2");
    return 1;
  };
  CHECK(*world.cache.query<int>("key2", {}, del_meanwhile) == 1);
  CHECK_FALSE(world.cache.get<int>("key2"));
}

TEST_CASE("a set or del of another cache with the same prefix during a load wins too", "[PX-30]") {
  World world;
  tagcache::Primitives twin(world.store, world.options());
  static_cast<void>(world.cache.query<int>("key1", {}, [&] {
    twin.del("key1");
    return 1;
  }));
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("an older load never overwrites a newer one", "[PX-38]") {
  World world;
  tagcache::Primitives twin(world.store, world.options());
  static_cast<void>(world.cache.query<int>("key1", {path("t")}, [&] {
    world.cache.invalidate(path("t"));
    static_cast<void>(twin.query<int>("key1", {path("t")}, [] { return 2; }));
    return 1;
  }));
  CHECK(**world.cache.get<int>("key1") == 2);
}

TEST_CASE("clear drops all of its prefix and nothing else", "[P-081][P-082][PX-22][S-070]") {
  Stored world;
  tagcache::Primitives other(world.store, world.options("other"));
  world.set("key1", {});
  world.set("key2", {path("t")});
  other.set("key1", 1, {});
  world.cache.clear();
  CHECK_FALSE(world.has("key1"));
  CHECK_FALSE(world.has("key2"));
  CHECK(other.get<int>("key1"));
  world.set("key1", {});
  CHECK(world.has("key1"));
}

TEST_CASE("disconnect drops what is in memory and may come twice", "[P-083][P-084][P-085][PX-23][S-071]") {
  Stored world;
  world.set("key1", {});
  CHECK_NOTHROW(world.cache.disconnect());
  CHECK_FALSE(world.has("key1"));
  CHECK_NOTHROW(world.cache.disconnect());
}

TEST_CASE("a failing store costs a load and never a read") {
  World world;
  const Counter load;
  world.store->fail(true);
  CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 1);
  CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 2);
  CHECK_FALSE(world.cache.get<int>("key1"));
  world.store->fail(false);
  CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 3);
  CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 3);
}

TEST_CASE("a load that began first and ends last does not overwrite the later one, without any invalidation",
          "[PX-38]") {
  World world;
  tagcache::Primitives twin(world.store, world.options());
  static_cast<void>(world.cache.query<int>("key1", {}, [&] {
    static_cast<void>(twin.query<int>("key1", {}, [] { return 2; }));
    return 1;
  }));
  CHECK(**world.cache.get<int>("key1") == 2);
}

TEST_CASE("a load that has ended is no concern of a later set or del", "[PX-30]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", {}, load));
  world.cache.del("key1");
  world.cache.set("key1", 5, {});
  CHECK(**world.cache.get<int>("key1") == 5);
}

TEST_CASE("invalidating nothing asks the store nothing; several tags are one call, each once and in their order",
          "[R-046][R-047][R-048]") {
  const auto store = std::make_shared<tagcache::testing::RecordingStore>(tagcache::memory());
  tagcache::Primitives cache(store);
  cache.invalidate(std::vector<tagcache::Invalidation>());
  CHECK(store->calls().empty());
  const tagcache::Invalidation user{path("user", "123")};
  const tagcache::Invalidation session{path("session", "456")};
  const tagcache::Invalidation session_alone{path("session", "456"), tagcache::Reach::exact};
  const tagcache::Invalidation orders{path("orders", "789")};
  cache.invalidate({user, session, user, session_alone, orders, session});
  const auto calls = store->calls<tagcache::testing::Invalidate>();
  REQUIRE(calls.size() == 1);
  CHECK(calls.front().invalidations == std::vector<tagcache::Invalidation>{user, session, session_alone, orders});
  CHECK(cache.stats().invalidations() == 4);
}
