// What one call says of options stands in front of its arguments, whose number differs from query to query.
// g++: no matching function for call to 'blog::BlogCache::get_user\(blog::UserId, const tagcache::IfPresent&\)'
// clang++: no matching member function for call to 'get_user'
#include "blog_world.hpp"

void test() {
  static_cast<void>(cache().get_user(tagcache::if_present, blog::UserId{1}));
#ifdef WITH_BAD_LINE
  static_cast<void>(cache().get_user(blog::UserId{1}, tagcache::if_present));
#endif
}
