// A text is no number. [S-031]
// g++: no match for call to '\(const blog::BlogTags::Users\) \(const char \[3]\)'
// clang++: no matching function for call to object of type 'const .*Users'
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.users(blog::UserId{42}));
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags.users("42"));
#endif
}
