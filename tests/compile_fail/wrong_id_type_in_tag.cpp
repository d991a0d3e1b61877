// The same for the ids in tags. [S-031]
// g++: x
// clang++: x
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.users(blog::UserId{1}));
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags.users(blog::PostId{1}));
#endif
}
