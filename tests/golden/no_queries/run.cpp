#include "golden.hpp"
#include "no_queries_cache.hpp"

TEST_CASE("a cache without queries has tags and primitives", "[S-038][S-039][S-040][S-072][S-073]") {
  StillWorld world;
  TagsOnlySource source;
  TagsOnly cache(source, world.options<TagsOnly>());
  CHECK(shape(cache.tags.posts) == "posts");
  CHECK(shape(cache.tags.users) == "users");

  cache.primitives().set("manual", std::string("value"), {cache.tags.posts(1)});
  CHECK(**cache.primitives().get<std::string>("manual") == "value");
  cache.invalidate(cache.tags.posts(2));
  CHECK(cache.primitives().get<std::string>("manual").has_value());
  cache.invalidate(cache.tags.posts(1));
  CHECK_FALSE(cache.primitives().get<std::string>("manual").has_value());
}
