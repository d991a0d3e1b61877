#include <stdexcept>
#include <unordered_set>

#include "golden.hpp"
#include "string_ids_cache.hpp"

using texts::Post;
using texts::TextCache;

namespace {

struct Source : texts::TextSource {
  Post get_post(const std::string& post) override { return made(post); }
  Post get_comments(const std::string& post) override { return made(post + "/comments"); }
  Post get_comment(const std::string& post, const std::string& comment) override { return made(post + '/' + comment); }
  Post get_user(const std::string& post) override { return made("user " + post); }
  Post list_posts() override { return made("all"); }
  Post get_number(int number) override { return made(std::to_string(number)); }

  Post made(const std::string& id) { return {id, "Test", ++loads}; }
  int loads = 0;
};

struct TextWorld : StillWorld {
  Source source;
  TextCache cache{source, options<TextCache>()};
};

}  // namespace

TEST_CASE("texts are ids", "[S-012][S-013][S-019][S-022][S-023][S-029]") {
  const auto& tags = TextCache::tags;
  CHECK(shape(tags.posts) == "posts");
  CHECK(shape(tags.posts("123")) == "posts (123)");
  CHECK(shape(tags.posts("p1").comments("c1")) == "posts (p1) comments (c1)");
  CHECK(tags.posts("p1").comments("c1").path().text() == "posts/p1/comments/c1");
  CHECK(shape(tags.numbers(9)) == "numbers (9)");
}

TEST_CASE("a tag is a value", "[S-020][S-021]") {
  const TextCache::Tag one = TextCache::tags.posts("123");
  const TextCache::Tag same = TextCache::tags.posts("123");
  CHECK(one == same);
  CHECK(std::hash<TextCache::Tag>{}(one) == std::hash<TextCache::Tag>{}(same));
  CHECK(std::unordered_set<TextCache::Tag>{one, same}.size() == 1);
  const auto post = TextCache::tags.posts("123");
  static_assert(!std::is_copy_assignable_v<decltype(post)>);
}

TEST_CASE("an empty id is refused", "[SX-19]") {
  TextWorld world;
  CHECK_THROWS_AS(TextCache::tags.posts("").path(), std::invalid_argument);
  CHECK_THROWS_AS(world.cache.invalidate(TextCache::tags.posts("")), std::invalid_argument);
  CHECK_THROWS_AS(world.cache.get_post(""), std::invalid_argument);
}

TEST_CASE("a query loads once for each argument", "[S-037][S-049][S-050][S-051][S-052]") {
  TextWorld world;
  CHECK(world.cache.get_post("123")->id == "123");
  CHECK(world.cache.get_post("123")->count == 1);
  CHECK(world.source.loads == 1);
  CHECK(world.cache.get_post("2")->count == 2);
  CHECK(world.cache.get_comments("123")->count == 3);
  CHECK(world.cache.get_comments("123")->count == 3);
}

TEST_CASE("an invalidation reaches the entries of its tag", "[S-059][S-060]") {
  TextWorld world;
  CHECK(world.cache.get_post("p1")->count == 1);
  CHECK(world.cache.get_post("p2")->count == 2);
  world.cache.invalidate(world.cache.tags.posts("p1"));
  CHECK(world.cache.get_post("p1")->count == 3);
  CHECK(world.cache.get_post("p2")->count == 2);
}

TEST_CASE("an invalidation reaches what is below its tag", "[S-061][S-062]") {
  TextWorld world;
  CHECK(world.cache.get_comments("p1")->count == 1);
  CHECK(world.cache.get_comment("p1", "c1")->count == 2);
  CHECK(world.cache.get_comment("p1", "c2")->count == 3);
  world.cache.invalidate(world.cache.tags.posts("p1"));
  CHECK(world.cache.get_comments("p1")->count == 4);
  CHECK(world.cache.get_comment("p1", "c1")->count == 5);
  CHECK(world.cache.get_comment("p1", "c2")->count == 6);
}

TEST_CASE("an exact invalidation leaves alone what is below", "[S-063][SX-13]") {
  TextWorld world;
  CHECK(world.cache.get_comments("p1")->count == 1);
  CHECK(world.cache.get_post("p1")->count == 2);
  world.cache.invalidate(tagcache::exact(world.cache.tags.posts("p1")));
  CHECK(world.cache.get_comments("p1")->count == 1);
  CHECK(world.cache.get_post("p1")->count == 3);
}

TEST_CASE("a container is a tag of its own", "[S-016][S-064]") {
  TextWorld world;
  CHECK(world.cache.get_post("p1")->count == 1);
  CHECK(world.cache.get_user("u1")->count == 2);
  CHECK(world.cache.get_comment("p1", "c1")->count == 3);
  CHECK(world.cache.list_posts()->count == 4);
  world.cache.invalidate(world.cache.tags.posts);
  CHECK(world.cache.get_post("p1")->count == 5);
  CHECK(world.cache.get_comment("p1", "c1")->count == 6);
  CHECK(world.cache.list_posts()->count == 7);
  CHECK(world.cache.get_user("u1")->count == 2);
}

TEST_CASE("argument lists that would read alike have different keys", "[S-043][SX-09][SX-10]") {
  TextWorld world;
  CHECK(world.cache.get_comment("a", "b/c")->count == 1);
  CHECK(world.cache.get_comment("a/b", "c")->count == 2);
  CHECK(world.cache.get_comment("a,", "b")->count == 3);
  CHECK(world.cache.get_comment("a", ",b")->count == 4);
  CHECK(world.cache.get_comment("a\",\"", "b")->count == 5);
  CHECK(world.cache.get_number(1)->count == 6);
  CHECK(world.cache.get_post("1")->count == 7);
  CHECK(world.cache.get_comment("a", "b/c")->count == 1);
}

TEST_CASE("a separator within an id is data", "[SX-09]") {
  TextWorld world;
  CHECK(world.cache.get_comments("a")->count == 1);
  CHECK(world.cache.get_post("a/comments")->count == 2);
  world.cache.invalidate(world.cache.tags.posts("a"));
  CHECK(world.cache.get_post("a/comments")->count == 2);
  CHECK(world.cache.get_comments("a")->count == 3);
}
