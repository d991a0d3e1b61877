// The root of the schema is no tag. [S-018]
// g++: x
// clang++: x
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.posts);
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags);
#endif
}
