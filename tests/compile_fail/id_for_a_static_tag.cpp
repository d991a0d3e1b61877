// A static tag takes no id. [S-033]
// g++: x
// clang++: x
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.config);
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags.config(1));
#endif
}
