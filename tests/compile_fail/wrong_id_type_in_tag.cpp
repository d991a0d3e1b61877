// The same for the ids in tags. [S-031]
// g++: no match for call to '\(const blog::BlogTags::Users\) \(blog::PostId\)'
// clang++: no matching function for call to object of type 'const .*Users'
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.users(blog::UserId{1}));
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags.users(blog::PostId{1}));
#endif
}
