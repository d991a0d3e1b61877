// Tags are values that stay what they are. [S-021]
// g++: use of deleted function 'blog::BlogTags::UsersByUser& blog::BlogTags::UsersByUser::operator=
// clang++: object of type '.*UsersByUser' cannot be assigned
#include "blog_world.hpp"

void test() {
  auto tag = cache().tags.users(blog::UserId{1}); static_cast<void>(tag);
#ifdef WITH_BAD_LINE
  tag = cache().tags.users(blog::UserId{2});
#endif
}
