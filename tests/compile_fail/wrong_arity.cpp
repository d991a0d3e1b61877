// A query takes the arguments of its schema, all of them. [S-045]
// g++: x
// clang++: x
#include "blog_world.hpp"

void test() {
  static_cast<void>(cache().get_user(blog::UserId{1}));
#ifdef WITH_BAD_LINE
  static_cast<void>(cache().get_user());
#endif
}
