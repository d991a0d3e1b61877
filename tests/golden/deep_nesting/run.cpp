#include "deep_nesting_cache.hpp"
#include "golden.hpp"

using forum::ForumCache;

TEST_CASE("nested segments build the whole path", "[S-002][S-003][S-004][S-013][S-025][S-026][S-027][S-029][S-030]") {
  constexpr auto tags = ForumCache::tags;
  CHECK(shape(tags.posts) == "posts");
  CHECK(shape(tags.posts(1)) == "posts (1)");
  CHECK(shape(tags.posts(1).comments) == "posts (1) comments");
  CHECK(shape(tags.posts(1).comments(2)) == "posts (1) comments (2)");
  CHECK(shape(tags.posts(1).comments(2).votes) == "posts (1) comments (2) votes");
  CHECK(shape(tags.posts(1).comments(2).votes(3)) == "posts (1) comments (2) votes (3)");
}

TEST_CASE("segments stand side by side, and a shape may be used in two places", "[S-005][S-006][S-010][S-014]") {
  constexpr auto tags = ForumCache::tags;
  CHECK(shape(tags.users) == "users");
  CHECK(shape(tags.history) == "history");
  CHECK(shape(tags.config) == "config");
  CHECK(shape(tags.users(7).profile) == "users (7) profile");
  CHECK(shape(tags.users(7).posts(1)) == "users (7) posts (1)");
  CHECK(shape(tags.posts(1).metadata) == "posts (1) metadata");
}

TEST_CASE("beside an id and below an id are two places", "[S-015][SX-01]") {
  constexpr auto tags = ForumCache::tags;
  CHECK(shape(tags.posts.settings) == "posts settings");
  CHECK(shape(tags.posts(1).metadata) == "posts (1) metadata");
}

TEST_CASE("tags of plain ids are known to the compiler", "[S-021]") {
  constexpr auto vote = ForumCache::tags.posts(1).comments(2).votes(3);
  static_assert(!std::is_copy_assignable_v<decltype(vote)>);
  CHECK(vote.path() ==
        tagcache::Tag("posts", tagcache::wild("1"), "comments", tagcache::wild("2"), "votes", tagcache::wild("3")));
}

namespace {

struct Source : forum::ForumSource {
  int get_vote(std::uint64_t, std::uint64_t, std::uint64_t) override { return ++vote_loads; }
  std::string get_profile(std::uint64_t user) override {
    return std::to_string(user) + '/' + std::to_string(++profile_loads);
  }
  int vote_loads = 0;
  int profile_loads = 0;
};

}  // namespace

TEST_CASE("every tag on the way reaches the leaf", "[S-061]") {
  StillWorld world;
  Source source;
  ForumCache cache(source, world.options<ForumCache>());
  constexpr auto tags = ForumCache::tags;
  int loads = 0;
  for (const ForumCache::Tag& tag :
       {ForumCache::Tag(tags.posts), ForumCache::Tag(tags.posts(1)), ForumCache::Tag(tags.posts(1).comments),
        ForumCache::Tag(tags.posts(1).comments(2)), ForumCache::Tag(tags.posts(1).comments(2).votes),
        ForumCache::Tag(tags.posts(1).comments(2).votes(3))}) {
    CHECK(*cache.get_vote(1, 2, 3) == ++loads);
    CHECK(*cache.get_vote(1, 2, 3) == loads);
    cache.invalidate(tag);
  }
  CHECK(*cache.get_vote(1, 2, 3) == ++loads);
  cache.invalidate(tags.posts(2));
  cache.invalidate(tags.posts(1).metadata);
  cache.invalidate(tags.posts(1).comments(2).votes(4));
  cache.invalidate(tags.users(1));
  CHECK(*cache.get_vote(1, 2, 3) == loads);
}

TEST_CASE("a cache without defaults has those of the library", "[S-041]") {
  CHECK(ForumCache::default_options().prefix == "ForumCache");
  CHECK_FALSE(ForumCache::default_options().defaults.ttl);
}
