// Only tags of the schema can be expired. [S-034]
// g++: expire takes a tag of this cache's own schema: write cache\.expire\(cache\.tags\.<name>\)
// clang++: expire takes a tag of this cache's own schema: write cache\.expire\(cache\.tags\.<name>\)
#include "blog_world.hpp"

void test() {
  cache().expire(cache().tags.users);
  cache().expire(tagcache::exact(cache().tags.users));
#ifdef WITH_BAD_LINE
  cache().expire("users");
#endif
}
