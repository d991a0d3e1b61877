#include <array>
#include <unordered_set>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Tag;

namespace {

enum class Colour : std::int16_t { red = -1, blue = 7 };

template <class... Arguments>
std::string key_text(const Arguments&... arguments) {
  const auto parts = tagcache::key(arguments...);
  return tagcache::KeyView("Blog", "get", tagcache::detail::hash_name("get"), parts).text();
}

}  // namespace

TEST_CASE("a tag is a value: equal paths are equal, hash alike, and print alike", "[S-020][S-022][S-023]") {
  const Tag left("users", tagcache::id(123), "posts");
  const Tag right("users", tagcache::wild("123"), "posts");
  CHECK(left == right);
  CHECK(left.text() == "users/123/posts");
  CHECK(std::unordered_set<Tag>{left, right}.size() == 1);
  CHECK_FALSE(left == Tag("users", tagcache::id(12), "posts"));
}

TEST_CASE("a fixed segment and an id of the same text are different segments", "[SX-02]") {
  CHECK_FALSE(Tag("posts", "settings") == Tag("posts", tagcache::wild("settings")));
  const std::vector<tagcache::Segment> segments{{tagcache::Segment::Kind::fixed, "posts"},
                                                {tagcache::Segment::Kind::wild, "settings"}};
  const Tag tag = Tag::of(segments);
  CHECK(tag.segments() == segments);
}

TEST_CASE("segments of any text and length are kept apart") {
  const std::string long_text(300, 'x');
  CHECK(Tag("a", long_text).segments().back().text == long_text);
  CHECK_FALSE(Tag("ab", "c") == Tag("a", "bc"));
  CHECK_FALSE(Tag("a", tagcache::wild("")) == Tag("a"));
}

TEST_CASE("an id becomes the text of its segment", "[S-019]") {
  CHECK(tagcache::id(9).text == "9");
  CHECK(tagcache::id(-9).text == "-9");
  CHECK(tagcache::id(Colour::blue).text == "7");
  CHECK(tagcache::id(std::string("a/b")).text == "a/b");
  CHECK(tagcache::id(std::array<std::uint8_t, 2>{1, 255}).text == "[1,255]");
}

TEST_CASE("ids of several parts are told apart") {
  CHECK(tagcache::id(1, 23).text != tagcache::id(12, 3).text);
  CHECK(tagcache::id(std::string("a,b"), std::string("c")).text !=
        tagcache::id(std::string("a"), std::string("b,c")).text);
  CHECK(tagcache::id(std::string("a\",\"b"), std::string("c")).text !=
        tagcache::id(std::string("a"), std::string("b\",\"c")).text);
}

TEST_CASE("an empty id is refused where it is used, an empty wild segment is not", "[SX-19]") {
  CHECK_THROWS_WITH(tagcache::id(std::string()),
                    "an id in a tag must not be empty; pass the id, or use the tag of the collection");
  CHECK_NOTHROW(Tag("users", tagcache::wild("")));
}

TEST_CASE("different arguments give different keys", "[SX-09][S-043]") {
  CHECK(key_text(1) == "Blog:get(1)");
  CHECK(key_text(std::string("1")) == "Blog:get(\"1\")");
  CHECK(key_text(true, Colour::red) == "Blog:get(true,-1)");
  CHECK(key_text() == "Blog:get()");
  CHECK(key_text(std::string("a\",\"b")) != key_text(std::string("a"), std::string("b")));
  CHECK(key_text(std::string("back\\"), std::string("b")) != key_text(std::string("back"), std::string("\\b")));
  CHECK(key_text(std::array<std::uint8_t, 3>{1, 2, 3}) == "Blog:get([1,2,3])");
}

TEST_CASE("keys compare their arguments, not only their hash", "[SX-09]") {
  const auto one = tagcache::key(std::uint64_t{1}, std::string_view("a"));
  const auto two = tagcache::key(std::uint64_t{1}, std::string_view("b"));
  const auto name = tagcache::detail::hash_name("get");
  const tagcache::KeyView left("Blog", "get", name, one);
  CHECK(left == tagcache::KeyView("Blog", "get", name, one));
  CHECK_FALSE(left == tagcache::KeyView("Blog", "get", name, two));
  CHECK_FALSE(left == tagcache::KeyView("Blog", "find", tagcache::detail::hash_name("find"), one));
  CHECK_FALSE(left == tagcache::KeyView("Shop", "get", name, one));
  // The same name and number, but of another type.
  const auto narrow = tagcache::key(std::int32_t{1}, std::string_view("a"));
  CHECK_FALSE(left == tagcache::KeyView("Blog", "get", name, narrow));
}

TEST_CASE("two keys with one hash are still two keys", "[SX-09]") {
  using tagcache::detail::mix;
  const auto name = tagcache::detail::hash_name("get");
  const std::uint64_t seed = tagcache::detail::hash_name("Blog") + name;
  // The last part goes into the hash by exclusive or with what came before, so it can undo another first part.
  constexpr std::uint64_t step = 0x9E3779B97F4A7C15ULL;
  const std::uint64_t undo = (mix(seed, 1) + step) ^ (mix(seed, 2) + step);
  const auto one = tagcache::key(std::uint64_t{1}, std::uint64_t{7});
  const auto two = tagcache::key(std::uint64_t{2}, std::uint64_t{7} ^ undo);
  const tagcache::KeyView left("Blog", "get", name, one);
  const tagcache::KeyView right("Blog", "get", name, two);
  REQUIRE(left.hash() == right.hash());
  CHECK_FALSE(left == right);
}

TEST_CASE("a kept key owns its texts") {
  tagcache::Key kept = [] {
    std::string text = "a text that is too long for any small buffer, so that it would be gone";
    const auto parts = tagcache::key(text, 5);
    return tagcache::Key(tagcache::KeyView("Blog", "get", 1, parts));
  }();
  const auto parts =
      tagcache::key(std::string_view("a text that is too long for any small buffer, so that it would be gone"), 5);
  CHECK(kept.view() == tagcache::KeyView("Blog", "get", 1, parts));
  const tagcache::Key moved = std::move(kept);
  CHECK(moved.view() == tagcache::KeyView("Blog", "get", 1, parts));
}

TEST_CASE("a store sees prefix and key, and the default prefix is the product's own", "[P-002][S-042][PX-35][SX-11][R-031]") {
  const auto parts = tagcache::key(std::string_view("key1"));
  const tagcache::Primitives cache(tagcache::memory());
  CHECK(cache.key_view({}, tagcache::detail::hash_name({}), parts).text() == "tagcache:\"key1\"");
}

TEST_CASE("a tag that was moved from is still a tag", "[PX-28][S-021]") {
  World world;
  Tag tag("users");
  const Tag moved = std::move(tag);
  world.cache.set("key1", 1, {tag});  // NOLINT(bugprone-use-after-move): that is the point
  world.cache.invalidate(moved);
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("a text array without its end is read to its end only") {
  const char text[3] = {'a', 'b', 'c'};
  CHECK(tagcache::id(text).text == "abc");
  CHECK(tagcache::id("ann").text == "ann");
}

TEST_CASE("instants before the epoch of a clock do not overflow") {
  using tagcache::TimePoint;
  CHECK(tagcache::later(TimePoint(-1h), 1h) == TimePoint());
  CHECK(tagcache::later(TimePoint::min(), 1s) == TimePoint::min() + 1s);
  CHECK(tagcache::later(TimePoint(1h), tagcache::Duration::max()) == TimePoint::max());
}
