// A static tag takes no id. [S-033]
// g++: no match for call to '\(const blog::BlogTags::Config\) \(int\)'
// clang++: type 'const .*Config' does not provide a call operator
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.config);
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags.config(1));
#endif
}
