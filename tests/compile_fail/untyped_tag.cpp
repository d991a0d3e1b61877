// Only tags of the schema can be invalidated. [S-034][S-069]
// g++: invalidate takes a tag of this cache's own schema: write cache\.invalidate\(cache\.tags\.<name>\)
// clang++: invalidate takes a tag of this cache's own schema: write cache\.invalidate\(cache\.tags\.<name>\)
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.users);
#ifdef WITH_BAD_LINE
  cache().invalidate("users");
#endif
}
