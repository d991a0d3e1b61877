// Two of three tags are no intersection, unless the schema says so.
// g++: the schema declares no intersection of these tags: write them below its key `intersections`
// clang++: the schema declares no intersection of these tags: write them below its key `intersections`
#include "intersections_cache.hpp"

void test(wall::WallCache& cache) {
  cache.expire(cache.tags.posts & cache.tags.users(wall::UserId{42}) & cache.tags.regions("north"));
#ifdef WITH_BAD_LINE
  cache.expire(cache.tags.posts & cache.tags.regions("north"));
#endif
}
