#include "golden.hpp"
#include "key_only_cache.hpp"

using lists::ListCache;

namespace {

struct Source : lists::ListSource {
  int list_posts(int, int, const std::string&) override { return ++loads; }
  int search(const std::string&, unsigned long long) override { return ++loads; }
  int loads = 0;
};

}  // namespace

TEST_CASE("arguments that are in no tag take part in the key", "[S-043][S-045][SX-06]") {
  StillWorld world;
  Source source;
  ListCache cache(source, world.options<ListCache>());
  CHECK(*cache.list_posts(1, 1, "a") == 1);
  CHECK(*cache.list_posts(1, 2, "a") == 2);
  CHECK(*cache.list_posts(1, 1, "b") == 3);
  CHECK(*cache.list_posts(2, 1, "a") == 4);
  CHECK(*cache.list_posts(1, 1, "a") == 1);
  CHECK(*cache.search("a", 1) == 5);
  CHECK(*cache.search("a", 2) == 6);
  CHECK(*cache.search("a", 1) == 5);
}

TEST_CASE("all pages go together", "[S-016]") {
  StillWorld world;
  Source source;
  ListCache cache(source, world.options<ListCache>());
  CHECK(*cache.list_posts(1, 1, "") == 1);
  CHECK(*cache.list_posts(1, 2, "") == 2);
  CHECK(*cache.list_posts(2, 1, "") == 3);
  CHECK(*cache.search("", 0) == 4);
  cache.invalidate(cache.tags.users(1).posts);
  CHECK(*cache.list_posts(1, 1, "") == 5);
  CHECK(*cache.list_posts(1, 2, "") == 6);
  CHECK(*cache.list_posts(2, 1, "") == 3);
  CHECK(*cache.search("", 0) == 4);
}
