// What is below an id needs the id. [S-032]
// g++: 'const class blog::BlogTags::Posts' has no member named 'comments'
// clang++: no member named 'comments' in 'blog::BlogTags::Posts'
#include "blog_world.hpp"

void test() {
  cache().invalidate(cache().tags.posts(blog::PostId{1}).comments);
#ifdef WITH_BAD_LINE
  cache().invalidate(cache().tags.posts.comments);
#endif
}
