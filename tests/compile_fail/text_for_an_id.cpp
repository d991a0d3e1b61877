// A text is no number. [S-031]
// g++: x
// clang++: x
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.users(blog::UserId{42}));
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags.users("42"));
#endif
}
