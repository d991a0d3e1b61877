// No entry carries tags of two schemas.
// g++: no entry carries tags of two schemas: take both sides of & from one cache
// clang++: no entry carries tags of two schemas: take both sides of & from one cache
#include "blog_world.hpp"
#include "intersections_cache.hpp"

void test(wall::WallCache& wall) {
  wall.invalidate(wall.tags.ads & wall.tags.users(wall::UserId{42}));
#ifdef WITH_BAD_LINE
  wall.invalidate(wall.tags.ads & cache().tags.users);
#endif
}
