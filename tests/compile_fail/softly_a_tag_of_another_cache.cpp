// What a list invalidates, and what it expires, are tags of the cache's own schema.
// g++: no matching function for call to .*invalidate
// clang++: no matching member function for call to 'invalidate'
#include "blog_world.hpp"

void test() {
  cache().invalidate({cache().tags.posts, tagcache::softly(cache().tags.users)});
#ifdef WITH_BAD_LINE
  cache().invalidate({cache().tags.posts, tagcache::softly(other_cache().tags.posts)});
#endif
}
