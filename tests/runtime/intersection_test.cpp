#include <array>
#include <span>
#include <stdexcept>
#include <string>

#include "catch.hpp"
#include "world.hpp"

using tagcache::below;
using tagcache::intersection;
using tagcache::Reach;
using tagcache::Tag;

namespace {

Tag user(int id) { return Tag("users", tagcache::id(id)); }
Tag post(int id) { return Tag("posts", tagcache::id(id)); }

struct Pages : World {
  void set(const char* key, const tagcache::TagSet& tags) { cache.set(key, 1, tags); }
  [[nodiscard]] bool has(const char* key) { return cache.get<int>(key).has_value(); }

  /// Two entries that carry both, by the tags themselves and by one below, and what carries one of them.
  void fill() {
    set("both", {user(42), post(7), intersection(user(42), post(7))});
    set("below", {Tag("users", tagcache::id(42), "posts"), post(7), below(intersection(user(42), post(7)))});
    set("user", {user(42)});
    set("post", {post(7)});
    set("other post", {user(42), post(8), intersection(user(42), post(8))});
    set("other user", {user(43), post(7), intersection(user(43), post(7))});
  }
  [[nodiscard]] std::string left() {
    std::string left;
    for (const char* key : {"both", "below", "user", "post", "other post", "other user"}) {
      if (has(key)) left += (left.empty() ? "" : ", ") + std::string(key);
    }
    return left;
  }
};

}  // namespace

TEST_CASE("the order of its tags does not matter to an intersection, nor how they are put together") {
  const Tag feed("feed");
  CHECK(intersection(user(42), post(7)) == intersection(post(7), user(42)));
  CHECK(intersection(user(42), post(7), feed) == intersection(intersection(feed, post(7)), user(42)));
  CHECK(intersection(below(intersection(feed, post(7))), user(42)) == intersection(user(42), post(7), feed));
  CHECK_FALSE(intersection(user(42), post(7)) == intersection(user(7), post(42)));
  CHECK_FALSE(intersection(user(42), post(7)) == intersection(user(42), post(7), feed));
  CHECK(intersection(user(42), post(7)).text() == "posts/7 & users/42");
  CHECK(below(intersection(user(42), post(7))).text() == "posts/7 & users/42");
}

TEST_CASE("no tag of texts and ids is an intersection") {
  const Tag both = intersection(Tag("a"), Tag("b"));
  CHECK_FALSE(both == Tag(std::string_view(both.bytes())));
  CHECK_FALSE(both == Tag("&", "a", "b"));
  const auto segments = both.segments();
  CHECK_FALSE(both == Tag(segments[0].text, segments[1].text));
  CHECK_FALSE(both == Tag(tagcache::wild(segments[0].text), tagcache::wild(segments[1].text)));
}

TEST_CASE("an intersection of fewer than two tags is refused") {
  const std::array<Tag, 1> one{Tag("a")};
  CHECK_THROWS_AS(intersection(std::span<const Tag>(one)), std::invalid_argument);
  CHECK_THROWS_AS(intersection(std::span<const Tag>()), std::invalid_argument);
}

TEST_CASE("invalidating an intersection takes what carries all of its tags, and nothing else") {
  Pages world;
  world.fill();
  world.cache.invalidate(intersection(post(7), user(42)));
  CHECK(world.left() == "user, post, other post, other user");
}

TEST_CASE("exact takes what carries exactly the tags of an intersection") {
  Pages world;
  world.fill();
  world.cache.invalidate(intersection(user(42), post(7)), Reach::exact);
  CHECK(world.left() == "below, user, post, other post, other user");
}

TEST_CASE("a tag of an intersection takes its entries as before") {
  Pages world;
  world.fill();
  world.cache.invalidate(user(42));
  CHECK(world.left() == "post, other user");
}

TEST_CASE("an expired intersection is served in grace") {
  Pages world;
  const tagcache::QueryOptions options{.ttl = 1h, .grace = 1h};
  Counter load;
  const tagcache::TagSet tags{user(42), post(7), intersection(user(42), post(7))};
  static_cast<void>(world.cache.query<int>("page", tags, load, options));
  world.cache.expire(intersection(user(42), post(7)));
  CHECK(world.cache.query<int>("page", tags, load, options).status() == tagcache::Status::stale);
  world.executor->run_all();
  CHECK(*world.cache.query<int>("page", tags, load, options) == 2);
}

TEST_CASE("an intersection that is invalidated while a query loads wins, told by the arguments or by the value") {
  Pages world;
  const Tag both = intersection(user(42), post(7));
  const auto by_arguments = [&] {
    world.cache.invalidate(both);
    return 1;
  };
  static_cast<void>(world.cache.query<int>("arguments", {user(42), post(7), both}, by_arguments));
  CHECK_FALSE(world.has("arguments"));
  const auto by_value = [&] {
    world.cache.invalidate(both);
    return tagcache::Loaded(1).tags({post(7), both});
  };
  static_cast<void>(world.cache.query<int>("value", {user(42)}, by_value));
  CHECK_FALSE(world.has("value"));
}

TEST_CASE("what carries three tags is reached by the intersection of the first two, which it carries as well") {
  Pages world;
  world.set("three", {intersection(Tag("a"), Tag("b"), Tag("c"))});
  world.cache.invalidate(intersection(Tag("b"), Tag("a")));
  CHECK_FALSE(world.has("three"));
}

TEST_CASE("invalidations of intersections are counted by the patterns of their tags") {
  Pages world;
  world.cache.invalidate(intersection(user(42), post(7)));
  world.cache.invalidate(intersection(post(9), user(1)), Reach::exact);
  const auto tags = world.cache.stats().tags;
  REQUIRE(tags.size() == 1);
  CHECK(tags[0].pattern == "posts(*) & users(*)");
  CHECK(tags[0].prefix == 1);
  CHECK(tags[0].exact == 1);
}
