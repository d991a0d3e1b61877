// An id is not another id, even when both are numbers. [S-036]
// g++: c(annot|ould not) convert .*blog::PostId.* to '(blog::)?UserId'
// clang++: no viable conversion from '.*PostId' to '.*UserId'
#include "blog_world.hpp"

void test() {
  static_cast<void>(cache().get_user(blog::UserId{1}));
#ifdef WITH_BAD_LINE
  static_cast<void>(cache().get_user(blog::PostId{1}));
#endif
}
