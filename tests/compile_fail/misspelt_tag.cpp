// A tag that is not in the schema does not exist. [S-031][SX-16]
// g++: x
// clang++: x
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.users);
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags.userz);
#endif
}
