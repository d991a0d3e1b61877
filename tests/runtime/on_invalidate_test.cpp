#include <future>
#include <stdexcept>

#include "catch.hpp"
#include "world.hpp"

using tagcache::OnInvalidate;
using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions serving{.ttl = 1min, .grace = 1min, .on_invalidate = OnInvalidate::serve_stale};
const tagcache::TagSet tags{path("t")};

}  // namespace

TEST_CASE("an invalidated entry is served while one refresh runs, when the query says so", "[PX-11]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, serving));
  world.cache.invalidate(path("t"));
  for (int i = 0; i < 3; ++i) {
    const auto stale = world.cache.query<int>("key1", tags, load, serving);
    CHECK(*stale == 1);
    CHECK(stale.status() == Status::stale);
  }
  CHECK(world.executor->run_all() == 1);
  const auto fresh = world.cache.query<int>("key1", tags, load, serving);
  CHECK(*fresh == 2);
  CHECK(fresh.status() == Status::hit);
}

TEST_CASE("an invalidated entry is not served beyond its grace, nor without one", "[PX-11]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, serving));
  world.cache.invalidate(path("t"));
  world.clock->advance(2min);
  CHECK(world.cache.query<int>("key1", tags, load, serving).status() == Status::reloaded);
  const tagcache::QueryOptions graceless{.ttl = 1min, .on_invalidate = OnInvalidate::serve_stale};
  static_cast<void>(world.cache.query<int>("key2", tags, load, graceless));
  world.cache.invalidate(path("t"));
  CHECK(world.cache.query<int>("key2", tags, load, graceless).status() == Status::reloaded);
}

TEST_CASE("another query of the same entry that does not say so loads", "[PX-11]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, serving));
  world.cache.invalidate(path("t"));
  CHECK_FALSE(world.cache.get<int>("key1"));
  const auto reloaded = world.cache.query<int>("key1", tags, load, {.on_invalidate = OnInvalidate::reload});
  CHECK(*reloaded == 2);
  CHECK(reloaded.status() == Status::reloaded);
}

TEST_CASE("what was cleared is not served, whatever the query says", "[PX-21]") {
  World world;
  const Counter load;
  static_cast<void>(world.cache.query<int>("key1", tags, load, serving));
  world.cache.clear();
  CHECK(world.cache.query<int>("key1", tags, load, serving).status() == Status::miss);
}

TEST_CASE("a refresh of before the invalidation does not count as the one after it", "[PX-37]") {
  World world;
  int row = 1;
  bool once = true;
  const auto load = [&] {
    const int read = row;
    if (read == 2 && std::exchange(once, false)) {
      row = 3;
      world.cache.invalidate(path("t"));
      const auto read_old = [&] { return *world.cache.query<int>("key1", tags, [&row] { return row; }, serving); };
      CHECK(std::async(std::launch::async, read_old).get() == 1);
    }
    return read;
  };
  static_cast<void>(world.cache.query<int>("key1", tags, load, serving));
  world.clock->advance(1min);
  static_cast<void>(world.cache.query<int>("key1", tags, load, serving));
  row = 2;
  CHECK(world.executor->run_all() == 2);
  CHECK(*world.cache.query<int>("key1", tags, load, serving) == 3);
}
