#include <thread>

#include "golden.hpp"
#include "whole_blog_cache.hpp"

using whole_blog::BlogCache;
using whole_blog::Item;

namespace {

struct Source : whole_blog::BlogSource {
  Item get_user(const std::string& user) override { return {user, ++loads.user}; }
  Item get_post(const std::string& post) override { return {post, ++loads.post}; }
  Item get_comment(const std::string&, const std::string& comment) override { return {comment, ++loads.comment}; }
  Item get_config() override { return {"config", ++loads.config}; }

  struct {
    int user = 0;
    int post = 0;
    int comment = 0;
    int config = 0;
  } loads;
};

}  // namespace

TEST_CASE("one run over users, posts, comments and config", "[S-010][S-058][S-067][S-082]") {
  StillWorld world;
  Source source;
  BlogCache cache(source, world.options<BlogCache>());
  for (int i = 0; i < 2; ++i) {
    CHECK(cache.get_user("u1")->count == 1);
    CHECK(cache.get_post("p1")->count == 1);
    CHECK(cache.get_comment("p1", "c1")->count == 1);
    CHECK(cache.get_config()->count == 1);
  }
  cache.invalidate(cache.tags.users("u1"));
  CHECK(cache.get_user("u1")->count == 2);
  cache.invalidate(cache.tags.posts("p1"));
  CHECK(cache.get_post("p1")->count == 2);
  CHECK(cache.get_comment("p1", "c1")->count == 2);
  CHECK(cache.get_user("u1")->count == 2);
  CHECK(cache.get_config()->count == 1);
}

TEST_CASE("concurrent callers share one load", "[S-055]") {
  Source source;
  BlogCache cache(source);
  std::vector<std::thread> threads;
  std::vector<int> counts(10);
  for (int& count : counts) threads.emplace_back([&] { count = cache.get_post("p1")->count; });
  for (std::thread& thread : threads) thread.join();
  CHECK(counts == std::vector<int>(10, 1));
  CHECK(cache.get_post("p2")->count == 2);
  CHECK(source.loads.post == 2);
}
