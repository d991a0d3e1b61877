#include <set>

#include "catch.hpp"
#include "world.hpp"

namespace {

tagcache::Duration life(World& world, double chance, const tagcache::QueryOptions& options) {
  world.randomness->set(chance);
  world.cache.set("key1", 1, {}, options);
  const auto life = world.cache.get<int>("key1")->entries().after.expires_at() - world.clock->now();
  return std::chrono::duration_cast<tagcache::Duration>(life);
}

}  // namespace

TEST_CASE("jitter moves the end of a life by up to its share either way", "[R-094]") {
  World world;
  const tagcache::QueryOptions options{.ttl = 3600s, .jitter = 0.1};
  CHECK(life(world, 0, options) == 3240s);
  CHECK(life(world, 0.25, options) == 3420s);
  CHECK(life(world, 0.5, options) == 3600s);
  CHECK(life(world, 0.75, options) == 3780s);
  CHECK(life(world, 1 - 1e-12, options) <= 3960s);
  CHECK(life(world, 1 - 1e-12, options) >= 3959s);
}

TEST_CASE("grace counts from the jittered end", "[R-094]") {
  World world;
  world.randomness->set(0);
  world.cache.set("key1", 1, {}, {.ttl = 100s, .grace = 10s, .jitter = 0.5});
  const auto entry = world.cache.get<int>("key1")->entries().after;
  CHECK(entry.expires_at() == world.clock->now() + 50s);
  CHECK(entry.grace_until() == world.clock->now() + 60s);
}

TEST_CASE("without jitter chance changes nothing") {
  World world;
  CHECK(life(world, 0, {.ttl = 100s}) == 100s);
  CHECK(life(world, 0, {.ttl = 100s, .jitter = 0}) == 100s);
  CHECK(life(world, 0, {.ttl = 0s, .grace = 1s, .jitter = 1}) == 0s);
}

TEST_CASE("jitter cannot push an endless life over its end") {
  World world;
  constexpr auto endless = tagcache::Duration::max();
  CHECK(life(world, 0.9, {.ttl = endless, .jitter = 1}) > 24h * 365);
  CHECK(life(world, 0, {.ttl = endless, .jitter = 1}) > 24h * 365);
}

TEST_CASE("a cache brings chance of its own", "[R-094]") {
  tagcache::Primitives cache(tagcache::memory(), {.defaults = {.ttl = 1000h, .jitter = 1}});
  std::set<tagcache::Duration> lives;
  for (int i = 0; i < 100; ++i) {
    cache.set("key1", i, {});
    const auto entry = cache.get<int>("key1")->entries().after;
    const auto life = entry.expires_at() - entry.created_at();
    CHECK(life >= 0s);
    CHECK(life <= 2000h);
    lives.insert(std::chrono::duration_cast<tagcache::Duration>(life));
  }
  CHECK(lives.size() > 90);
}
