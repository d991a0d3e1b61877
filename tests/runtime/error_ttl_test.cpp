#include <memory>
#include <stdexcept>
#include <utility>

#include "catch.hpp"
#include "remembered_errors.hpp"
#include "world.hpp"

using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions pausing{.ttl = 1min, .error_ttl = 5s};
const tagcache::TagSet tags{path("t")};

void fails(World& world, const Failing& load, const std::string& message,
           const tagcache::QueryOptions& options = pausing) {
  CHECK_THROWS_WITH(world.cache.query<int>("key1", tags, load, options), message);
}

}  // namespace

TEST_CASE("the error of a load is given again without a load until its time is over") {
  World world;
  const Failing load(1);
  fails(world, load, "no database, run 1");
  world.clock->advance(5s - 1ns);
  fails(world, load, "no database, run 1");
  CHECK_THROWS_AS(world.cache.query<int>("key2", tags, Failing(1), pausing), std::runtime_error);
  world.clock->advance(1ns);
  fails(world, load, "no database, run 2");
  fails(world, load, "no database, run 2");
}

TEST_CASE("an error does not outlive an invalidation, set, del or clear of its key") {
  World world;
  const Failing load(1);
  fails(world, load, "no database, run 1");
  world.cache.invalidate(path("t"));
  fails(world, load, "no database, run 2");
  world.cache.del("key1");
  fails(world, load, "no database, run 3");
  world.cache.clear();
  fails(world, load, "no database, run 4");
  world.cache.set("key1", 7, {});
  CHECK(*world.cache.query<int>("key1", tags, load, pausing) == 7);
  world.clock->advance(30s);
  fails(world, load, "no database, run 5");
  world.cache.invalidate(path("other"));
  world.cache.del("key2");
  fails(world, load, "no database, run 5");
}

TEST_CASE("an error does not outlive an invalidation of a tag that the value of before had brought") {
  World world;
  const auto with_tag = [] { return tagcache::Loaded(1).tags({path("brought")}); };
  static_cast<void>(world.cache.query<int>("key1", tags, with_tag, {.ttl = 1ms, .grace = 1h}));
  world.clock->advance(1s);
  const Failing load(1);
  fails(world, load, "no database, run 1", {.grace = 0s, .error_ttl = 1h});
  fails(world, load, "no database, run 1", {.grace = 0s, .error_ttl = 1h});
  world.cache.invalidate(path("brought"));
  fails(world, load, "no database, run 2", {.grace = 0s, .error_ttl = 1h});
}

TEST_CASE("without error_ttl each read tries again") {
  World world;
  const Failing load(1);
  fails(world, load, "no database, run 1", {});
  fails(world, load, "no database, run 2", {.error_ttl = 0s});
  fails(world, load, "no database, run 3", {});
}

TEST_CASE("after a failed refresh the next one waits", "[PX-17]") {
  World world;
  const Failing load(2);
  const tagcache::QueryOptions options{.ttl = 1ms, .grace = 1min, .error_ttl = 5s};
  static_cast<void>(world.cache.query<int>("key1", tags, load, options));
  world.clock->advance(1s);
  CHECK(world.cache.query<int>("key1", tags, load, options).status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  for (int i = 0; i < 3; ++i) {
    CHECK(world.cache.query<int>("key1", tags, load, options).status() == Status::stale);
    CHECK(world.executor->waiting() == 0);
  }
  world.clock->advance(5s);
  CHECK(world.cache.query<int>("key1", tags, load, options).status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(*load.loads == 3);
}

TEST_CASE("an entry in grace stands in for a remembered error") {
  World world;
  const Failing load(2);
  const tagcache::QueryOptions options{.ttl = 1min, .grace = 1min, .error_ttl = 5s};
  static_cast<void>(world.cache.query<int>("key1", tags, load, options));
  world.cache.invalidate(path("t"));
  for (int i = 0; i < 3; ++i) {
    const auto fallback = world.cache.query<int>("key1", tags, load, options);
    CHECK(*fallback == 1);
    CHECK(fallback.status() == Status::fallback);
  }
  CHECK(*load.loads == 2);
}

TEST_CASE("a loader that asks for its own key does not spoil it for others") {
  World world;
  const auto recursive = [&]() -> int { return *world.cache.query<int>("key1", tags, [] { return 1; }, pausing); };
  CHECK_THROWS_AS(world.cache.query<int>("key1", tags, recursive, pausing), tagcache::RecursiveLoad);
  CHECK(*world.cache.query<int>("key1", tags, [] { return 1; }, pausing) == 1);
}

TEST_CASE("an error belongs to the type that was asked for", "[PX-34]") {
  World world;
  fails(world, Failing(1), "no database, run 1");
  CHECK(*world.cache.query<long>("key1", tags, [] { return 2L; }, pausing) == 2);
}

TEST_CASE("a store that cannot tell whether an error still counts costs a load") {
  World world;
  const Failing load(1);
  fails(world, load, "no database, run 1");
  world.store->fail_only(&WatchedStore::Calls::is_current);
  fails(world, load, "no database, run 2");
  world.store->fail(true);
  fails(world, load, "no database, run 3");
  fails(world, load, "no database, run 4");
}

TEST_CASE("remembered errors are bounded") {
  World world;
  const Failing load(1);
  const auto most = tagcache::detail::RememberedErrors::most;
  for (std::size_t i = 0; i <= most; ++i) {
    const tagcache::QueryOptions options{.error_ttl = 1h + std::chrono::seconds(i)};
    CHECK_THROWS(world.cache.query<int>(std::to_string(i), {}, load, options));
  }
  const int before = *load.loads;
  CHECK_THROWS(world.cache.query<int>(std::to_string(most), {}, load, pausing));
  CHECK(*load.loads == before);
  CHECK_THROWS(world.cache.query<int>("0", {}, load, pausing));
  CHECK(*load.loads == before + 1);
}

TEST_CASE("a success ends the memory of an error") {
  World world;
  const auto load = [&] {
    fails(world, Failing(1), "no database, run 1", {.error_ttl = 1h});
    return 5;
  };
  CHECK(*world.cache.query<int>("key1", tags, load, {.ttl = 1ms, .single_flight = false}) == 5);
  world.clock->advance(1s);
  CHECK(*world.cache.query<int>("key1", tags, [] { return 6; }) == 6);
}

TEST_CASE("an error that has ended goes although nobody asks for its key again") {
  struct Heavy : std::runtime_error {
    explicit Heavy(std::shared_ptr<int> its_load) : std::runtime_error("heavy"), load(std::move(its_load)) {}
    std::shared_ptr<int> load;
  };
  World world;
  const auto load = std::make_shared<int>(1);
  CHECK_THROWS_AS(world.cache.query<int>("key1", tags, [load]() -> int { throw Heavy(load); }, {.error_ttl = 1s}),
                  Heavy);
  CHECK(load.use_count() == 2);
  world.clock->advance(1s);
  CHECK(*world.cache.query<int>("key2", tags, [] { return 2; }) == 2);
  CHECK(load.use_count() == 1);
}
