// The same for exact invalidations. [S-035]
// g++: invalidate takes a tag of this cache's own schema: write cache\.invalidate\(cache\.tags\.<name>\)
// clang++: invalidate takes a tag of this cache's own schema: write cache\.invalidate\(cache\.tags\.<name>\)
#include "blog_world.hpp"

void test() {
  cache().invalidate(tagcache::exact(cache().tags.posts));
#ifdef WITH_BAD_LINE
  cache().invalidate(tagcache::exact(other_cache().tags.posts));
#endif
}
