// Only tags of the schema can be invalidated. [S-034][S-069]
// g++: x
// clang++: x
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.users);
#ifdef WITH_BAD_LINE
  cache().invalidate("users");
#endif
}
