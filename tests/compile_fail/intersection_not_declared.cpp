// Only intersections that the schema declares can be invalidated: no entry is known by another one.
// g++: the schema declares no intersection of these tags: write them below its key `intersections`
// clang++: the schema declares no intersection of these tags: write them below its key `intersections`
#include "intersections_cache.hpp"

void test(wall::WallCache& cache) {
  cache.invalidate(cache.tags.posts(wall::PostId{7}) & cache.tags.users(wall::UserId{42}));
#ifdef WITH_BAD_LINE
  cache.invalidate(cache.tags.posts(wall::PostId{7}) & cache.tags.ads);
#endif
}
