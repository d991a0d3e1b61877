#include <memory>
#include <optional>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions negative{.ttl = 1h, .grace = 1h, .negative_ttl = 60s};

}  // namespace

TEST_CASE("a result that says there is none has a life of its own", "[R-096]") {
  World world;
  int loads = 0;
  const auto load = [&loads]() -> std::optional<int> {
    ++loads;
    return std::nullopt;
  };
  const auto first = world.cache.query<std::optional<int>>("key1", {}, load, negative);
  CHECK_FALSE(first->has_value());
  CHECK(first.entries().after.expires_at() == world.clock->now() + 60s);
  CHECK(first.entries().after.grace_until() == world.clock->now() + 60s + 1h);
  world.clock->advance(60s - 1ns);
  CHECK(world.cache.query<std::optional<int>>("key1", {}, load, negative).status() == Status::hit);
  world.clock->advance(1ns);
  CHECK(world.cache.query<std::optional<int>>("key1", {}, load, negative).status() == Status::stale);
  CHECK(loads == 1);
}

TEST_CASE("a result that is there lives as long as ttl says", "[R-096]") {
  World world;
  const auto handle = world.cache.query<std::optional<int>>("key1", {}, [] { return std::optional(1); }, negative);
  CHECK(handle.entries().after.expires_at() == world.clock->now() + 1h);
}

TEST_CASE("without negative_ttl a missing thing is kept like any other", "[R-096]") {
  World world;
  const auto handle = world.cache.query<std::optional<int>>("key1", {}, [] { return std::optional<int>(); });
  CHECK(handle.entries().after.expires_at() == world.clock->now() + 30s);
}

TEST_CASE("with negative_ttl off a missing thing is not kept, and what was there goes") {
  World world;
  bool there = true;
  int loads = 0;
  const auto load = [&]() -> std::optional<int> {
    ++loads;
    return there ? std::optional(1) : std::nullopt;
  };
  const tagcache::QueryOptions off{.ttl = 1s, .grace = 1h, .negative_ttl = 0s};
  static_cast<void>(world.cache.query<std::optional<int>>("key1", {}, load, off));
  there = false;
  world.clock->advance(1s);
  CHECK(world.cache.query<std::optional<int>>("key1", {}, load, off)->has_value());  // in grace, and refreshed
  CHECK(world.executor->run_all() == 1);
  for (int i = 0; i < 2; ++i) {
    const auto missing = world.cache.query<std::optional<int>>("key1", {}, load, off);
    CHECK_FALSE(missing->has_value());
    CHECK(missing.status() == Status::miss);
  }
  CHECK(loads == 4);
  world.cache.set("key2", std::optional<int>(), {}, off);
  CHECK_FALSE(world.cache.get<std::optional<int>>("key2"));
}

TEST_CASE("null pointers and empty optionals say that there is none, empty containers do not", "[R-096]") {
  World world;
  const auto life = [&](const auto& value) {
    world.cache.set("key1", value, {}, negative);
    return world.cache.get<std::decay_t<decltype(value)>>("key1")->entries().after.expires_at() - world.clock->now();
  };
  CHECK(life(std::shared_ptr<const int>()) == 60s);
  CHECK(life(std::make_shared<const int>(1)) == 1h);
  CHECK(life(std::optional<std::optional<int>>(std::in_place)) == 1h);
  CHECK(life(std::vector<int>()) == 1h);
  CHECK(life(false) == 1h);
  const auto none = [] { return std::unique_ptr<int>(); };
  const auto handle = world.cache.query<std::unique_ptr<int>>("key2", {}, none, negative);
  CHECK(handle.entries().after.expires_at() == world.clock->now() + 60s);
}
