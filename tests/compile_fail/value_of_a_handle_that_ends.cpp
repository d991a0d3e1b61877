// A reference to the value of a handle that nobody keeps is one to what may be gone.
// g++: nothing
// clang++: temporary bound to local reference 'user' will be destroyed
#include "blog_world.hpp"

void test() {
  const auto handle = cache().get_user(blog::UserId{1}); static_cast<void>(*handle);
#ifdef WITH_BAD_LINE
  const auto& user = *cache().get_user(blog::UserId{1}); static_cast<void>(user);
#endif
}
