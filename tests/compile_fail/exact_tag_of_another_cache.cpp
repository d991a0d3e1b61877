// The same for exact invalidations. [S-035]
// g++: x
// clang++: x
#include "blog_world.hpp"

void test() {
  cache().invalidate(tagcache::exact(cache().tags.posts));
#ifdef WITH_BAD_LINE
  cache().invalidate(tagcache::exact(other_cache().tags.posts));
#endif
}
