// A tag of one schema is no tag of another. [S-035]
// g++: x
// clang++: x
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.posts);
#ifdef WITH_BAD_LINE
  cache().invalidate(other_cache().tags.posts);
#endif
}
