#include "golden.hpp"
#include "static_beside_wild_cache.hpp"

using posts::PostCache;

namespace {

struct Source : posts::PostSource {
  std::string get_post(const std::string& post) override { return post + std::to_string(++loads); }
  std::string get_drafts() override { return "drafts" + std::to_string(++loads); }
  std::string get_theme() override { return "theme" + std::to_string(++loads); }
  int loads = 0;
};

}  // namespace

TEST_CASE("static segments stand beside the id", "[S-015][SX-01][SX-03]") {
  CHECK(shape(PostCache::tags.posts.drafts) == "posts drafts");
  CHECK(shape(PostCache::tags.posts.settings) == "posts settings");
  CHECK(shape(PostCache::tags.posts.settings.theme) == "posts settings theme");
  CHECK(shape(PostCache::tags.posts("p1").comments) == "posts (p1) comments");
}

TEST_CASE("an id with the text of its static sibling is another segment", "[SX-02]") {
  CHECK(shape(PostCache::tags.posts("drafts")) == "posts (drafts)");
  CHECK(PostCache::tags.posts("drafts").path() != PostCache::tags.posts.drafts.path());

  StillWorld world;
  Source source;
  PostCache cache(source, world.options<PostCache>());
  CHECK(*cache.get_drafts() == "drafts1");
  CHECK(*cache.get_post("drafts") == "drafts2");
  cache.invalidate(cache.tags.posts("drafts"));
  CHECK(*cache.get_drafts() == "drafts1");
  CHECK(*cache.get_post("drafts") == "drafts3");
  cache.invalidate(cache.tags.posts.drafts);
  CHECK(*cache.get_drafts() == "drafts4");
  CHECK(*cache.get_post("drafts") == "drafts3");
}

TEST_CASE("the container reaches both kinds", "[S-016]") {
  StillWorld world;
  Source source;
  PostCache cache(source, world.options<PostCache>());
  CHECK(*cache.get_drafts() == "drafts1");
  CHECK(*cache.get_post("p1") == "p12");
  CHECK(*cache.get_theme() == "theme3");
  cache.invalidate(cache.tags.posts);
  CHECK(*cache.get_drafts() == "drafts4");
  CHECK(*cache.get_post("p1") == "p15");
  CHECK(*cache.get_theme() == "theme6");
}
