// A tag that is not in the schema does not exist. [S-031][SX-16]
// g++: 'const class blog::BlogTags' has no member named 'userz'; did you mean 'users'
// clang++: no member named 'userz' in 'blog::BlogTags'; did you mean 'users'
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.users);
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags.userz);
#endif
}
