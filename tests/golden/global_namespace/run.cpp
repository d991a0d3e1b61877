#include "global_namespace_cache.hpp"
#include "golden.hpp"

namespace {

struct Source : CacheSource {
  std::optional<std::pair<int, std::string>> get_value(Key key) override {
    ++loads;
    if (key.value == 0) return std::nullopt;
    return std::pair(key.value, std::string("value"));
  }
  int loads = 0;
};

}  // namespace

TEST_CASE("a cache may live in the global namespace", "[S-037]") {
  StillWorld world;
  Source source;
  Cache cache(source, world.options<Cache>());
  CHECK(cache.get_value({3}).value() == std::pair(3, std::string("value")));
  CHECK(shape(cache.tags.values({3})) == "values (3)");
}

TEST_CASE("'nothing' is cached like any other result", "[S-056]") {
  StillWorld world;
  Source source;
  Cache cache(source, world.options<Cache>());
  CHECK_FALSE(cache.get_value({0})->has_value());
  CHECK_FALSE(cache.get_value({0})->has_value());
  CHECK(source.loads == 1);
}

TEST_CASE("durations of all units reach the cache", "[S-041][S-047]") {
  using namespace std::chrono_literals;
  CHECK(Cache::default_options().defaults.ttl == 7 * 24h);
  CHECK(Cache::default_options().defaults.grace == 90s);

  StillWorld world;
  Source source;
  Cache cache(source, world.options<Cache>());
  const auto entry = cache.get_value({3}).entries().after;
  CHECK(entry.expires_at() - world.clock->now() == 1h);
  REQUIRE(entry.grace_until().has_value());
  CHECK(*entry.grace_until() - entry.expires_at() == 250ms);
}
