// An id is not another id, even when both are numbers. [S-036]
// g++: no matching function for call to 'blog::BlogCache::get_user\(blog::PostId\)'
// clang++: no matching member function for call to 'get_user'
#include "blog_world.hpp"

void test() {
  static_cast<void>(cache().get_user(blog::UserId{1}));
#ifdef WITH_BAD_LINE
  static_cast<void>(cache().get_user(blog::PostId{1}));
#endif
}
