// The root of the schema is no tag. [S-018]
// g++: invalidate takes a tag of this cache's own schema: write cache\.invalidate\(cache\.tags\.<name>\)
// clang++: invalidate takes a tag of this cache's own schema: write cache\.invalidate\(cache\.tags\.<name>\)
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.posts);
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags);
#endif
}
