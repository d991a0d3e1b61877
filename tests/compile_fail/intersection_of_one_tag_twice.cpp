// What two tags of one kind have in common is no intersection of a schema, whatever their ids.
// g++: the schema declares no intersection of these tags
// clang++: the schema declares no intersection of these tags
#include "intersections_cache.hpp"

void test(wall::WallCache& cache) {
  cache.invalidate(tagcache::exact(cache.tags.posts(wall::PostId{7}) & cache.tags.users(wall::UserId{42})));
#ifdef WITH_BAD_LINE
  cache.invalidate(tagcache::exact(cache.tags.posts(wall::PostId{7}) & cache.tags.posts(wall::PostId{8})));
#endif
}
