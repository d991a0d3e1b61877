#include <stdexcept>
#include <string>

#include "catch.hpp"
#include "world.hpp"

namespace {

std::string key_text(const tagcache::Primitives& cache) {
  const auto parts = tagcache::key(7);
  return cache.key_view("get_user", 1, parts).text();
}

tagcache::CacheOptions versioned(const World& world, std::string prefix, std::optional<std::string> version) {
  auto options = world.options(std::move(prefix));
  options.version = std::move(version);
  return options;
}

}  // namespace

TEST_CASE("prefix and version stand in front of keys, with a colon behind each", "[R-002][R-007][R-008][R-052][RX-02]") {
  World world;
  CHECK(key_text(tagcache::Primitives(world.store, versioned(world, "myapp", "v2"))) == "myapp:v2:get_user(7)");
  CHECK(key_text(tagcache::Primitives(world.store, versioned(world, "myapp", {}))) == "myapp:get_user(7)");
}

TEST_CASE("a colon at the end of a prefix is dropped", "[RX-11]") {
  World world;
  CHECK(key_text(tagcache::Primitives(world.store, versioned(world, "svc:", "v1"))) == "svc:v1:get_user(7)");
  CHECK(key_text(tagcache::Primitives(world.store, versioned(world, "svc:", {}))) == "svc:get_user(7)");
}

TEST_CASE("an empty prefix, and a version that is empty or has a colon, are refused", "[RX-11][RX-07]") {
  World world;
  const auto make = [&world](std::string prefix, std::optional<std::string> version) {
    const tagcache::Primitives cache(world.store, versioned(world, std::move(prefix), std::move(version)));
  };
  CHECK_THROWS_AS(make("", {}), std::invalid_argument);
  CHECK_THROWS_AS(make(":", {}), std::invalid_argument);
  CHECK_THROWS_AS(make("svc", ""), std::invalid_argument);
  CHECK_THROWS_AS(make("svc", "v1:2"), std::invalid_argument);
  CHECK_NOTHROW(make("svc", "v1.2"));
}

TEST_CASE("caches of two versions on one store are kept apart, and share tags", "[R-107][RX-01][PX-35]") {
  World world;
  tagcache::Primitives first(world.store, versioned(world, "svc", "v1"));
  tagcache::Primitives second(world.store, versioned(world, "svc", "v2"));
  const Counter load;
  const auto read = [&](tagcache::Primitives& cache) { return *cache.query<int>("key1", {path("t")}, load); };
  CHECK(read(first) == 1);
  CHECK(read(second) == 2);
  CHECK(read(first) == 1);
  second.clear();
  CHECK(read(first) == 1);
  CHECK(read(second) == 3);
  first.invalidate(path("t"));
  CHECK(read(second) == 4);
  CHECK(read(first) == 5);
}

TEST_CASE("a deployment with another version misses, one with the same version hits", "[R-107]") {
  World world;
  const Counter load;
  for (const char* version : {"v1", "v2", "v1"}) {
    tagcache::Primitives cache(world.store, versioned(world, "svc", version));
    static_cast<void>(cache.query<int>("key1", {}, load));
  }
  CHECK(*load.loads == 2);
}
