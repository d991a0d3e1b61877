#include <algorithm>
#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Loaded;
using tagcache::Status;
using tagcache::Tag;
using tagcache::TagSet;

namespace {

Tag post(int id) { return Tag("posts", tagcache::id(id)); }

/// Loads a list whose value tells its tags; its n-th run gives n.
struct ListLoader {
  std::shared_ptr<int> loads = std::make_shared<int>(0);
  TagSet told = {post(1), post(2)};
  std::function<void()> meanwhile = [] {};

  Loaded<int> operator()() const {
    const int value = ++*loads;
    meanwhile();
    return Loaded(value).tags(told);
  }
};

const TagSet own_tags = {path("lists")};

auto read(World& world, const ListLoader& load, const tagcache::QueryOptions& options = {}) {
  return world.cache.query<int>("list", own_tags, load, options);
}

}  // namespace

TEST_CASE("an entry carries the tags of its arguments and those that its value tells", "[RX-20]") {
  World world;
  ListLoader load;
  load.told = {post(1), path("lists"), post(2), post(1)};
  const auto entry = read(world, load).entries().after;
  CHECK(entry.tags() == TagSet{path("lists"), post(1), post(2)});
}

TEST_CASE("an invalidation of a tag that the value told is obeyed") {
  World world;
  const ListLoader load;
  CHECK(*read(world, load) == 1);
  CHECK(*read(world, load) == 1);
  SECTION("of the very tag") { world.cache.invalidate(post(2)); }
  SECTION("of a tag above it") { world.cache.invalidate(path("posts")); }
  SECTION("exactly") { world.cache.invalidate(post(1), tagcache::Reach::exact); }
  SECTION("of the tag of the arguments") { world.cache.invalidate(path("lists")); }
  CHECK(*read(world, load) == 2);
}

TEST_CASE("an invalidation of another tag leaves the value alone") {
  World world;
  const ListLoader load;
  CHECK(*read(world, load) == 1);
  world.cache.invalidate(post(3));
  world.cache.invalidate(path("posts"), tagcache::Reach::exact);
  world.cache.invalidate(path("posts", "1"));
  CHECK(*read(world, load) == 1);
}

TEST_CASE("the tags are those of the last value") {
  World world;
  ListLoader load;
  CHECK(*read(world, load) == 1);
  load.told = {post(3)};
  world.cache.invalidate(post(1));
  CHECK(*read(world, load) == 2);
  world.cache.invalidate(post(1));
  CHECK(*read(world, load) == 2);
  world.cache.invalidate(post(3));
  CHECK(*read(world, load) == 3);
}

TEST_CASE("an invalidation during the load wins over a tag that only the value tells", "[PX-01][RX-21]") {
  World world;
  ListLoader load;
  SECTION("that nobody knew before") {
    load.meanwhile = [&] { world.cache.invalidate(post(2)); };
  }
  SECTION("that another entry carries") {
    world.cache.set("other", 1, {post(2)});
    load.meanwhile = [&] { world.cache.invalidate(post(2)); };
  }
  SECTION("that another entry carries exactly") {
    world.cache.set("other", 1, {post(2)});
    load.meanwhile = [&] { world.cache.invalidate(post(2), tagcache::Reach::exact); };
  }
  SECTION("that lies below what is invalidated") {
    world.cache.set("other", 1, {path("posts")});
    load.meanwhile = [&] { world.cache.invalidate(path("posts")); };
  }
  SECTION("that was forgotten meanwhile") {
    world.cache.set("other", 1, {post(2)});
    load.meanwhile = [&] {
      world.cache.invalidate(post(2));
      world.cache.del("other");
    };
  }
  SECTION("that was forgotten meanwhile and came back") {
    world.cache.set("other", 1, {post(2)});
    load.meanwhile = [&] {
      world.cache.invalidate(post(2));
      world.cache.del("other");
      world.cache.set("other", 1, {post(2)});
    };
  }
  CHECK(*read(world, load) == 1);
  load.meanwhile = [] {};
  CHECK(*read(world, load) == 2);
  CHECK(*read(world, load) == 2);
}

TEST_CASE("an invalidation during the load of a tag that it does not tell leaves its value alone") {
  World world;
  ListLoader load;
  load.meanwhile = [&] { world.cache.invalidate(post(3)); };
  CHECK(*read(world, load) == 1);
  load.meanwhile = [] {};
  CHECK(*read(world, load) == 1);
}

TEST_CASE("an invalidation before the load does not hurt a tag that its value tells") {
  World world;
  const ListLoader load;
  world.cache.invalidate(post(1));
  CHECK(*read(world, load) == 1);
  CHECK(*read(world, load) == 1);
}

TEST_CASE("what is set or deleted during a load is not overwritten by a value with tags") {
  World world;
  ListLoader load;
  SECTION("set") {
    load.meanwhile = [&] { world.cache.set("list", 7, {post(9)}); };
    CHECK(*read(world, load) == 1);
    CHECK(*read(world, load) == 7);
  }
  SECTION("deleted") {
    load.meanwhile = [&] { world.cache.del("list"); };
    CHECK(*read(world, load) == 1);
    CHECK_FALSE(world.cache.get<int>("list"));
  }
}

TEST_CASE("a refresh is overtaken by an invalidation of a tag that only its value tells") {
  World world;
  ListLoader load;
  const tagcache::QueryOptions options{.ttl = 10s, .grace = 1min};
  CHECK(*read(world, load, options) == 1);
  world.clock->advance(10s);
  load.told = {post(3)};
  load.meanwhile = [&] { world.cache.invalidate(post(3)); };
  CHECK(read(world, load, options).status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(*load.loads == 2);
  // What the refresh loaded is not kept; the older value, whose own tags have not moved, is still in grace.
  CHECK(*read(world, load, options) == 1);
}

TEST_CASE("a refresh is kept with the tags of its own value") {
  World world;
  ListLoader load;
  const tagcache::QueryOptions options{.ttl = 10s, .grace = 1min};
  CHECK(*read(world, load, options) == 1);
  world.clock->advance(10s);
  load.told = {post(3)};
  CHECK(read(world, load, options).status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK(*read(world, load, options) == 2);
  world.cache.invalidate(post(3));
  CHECK(*read(world, load, options) == 3);
}

TEST_CASE("grace does not serve a value one of whose own tags was invalidated, a failing load does") {
  World world;
  ListLoader load;
  const tagcache::QueryOptions options{.ttl = 10s, .grace = 1min};
  CHECK(*read(world, load, options) == 1);
  world.clock->advance(10s);
  world.cache.invalidate(post(1));
  SECTION("the load succeeds") { CHECK(read(world, load, options).status() == Status::reloaded); }
  SECTION("the load fails") {
    load.meanwhile = [] { throw std::runtime_error("no database"); };
    const auto handle = read(world, load, options);
    CHECK(handle.status() == Status::fallback);
    CHECK(*handle == 1);
  }
}

TEST_CASE("nobody shares a load that is older than an invalidation of a tag that its value tells", "[PX-01]") {
  World world;
  std::promise<void> begun;
  ListLoader slow;
  slow.meanwhile = [&] {
    begun.set_value();
    world.store->wait_for_joins(1);
  };
  auto first = std::async(std::launch::async, [&] { return *read(world, slow); });
  begun.get_future().wait();
  bool invalidated = false;
  SECTION("it is") {
    invalidated = true;
    world.cache.invalidate(post(2));
  }
  SECTION("it is not") {}
  ListLoader quick = slow;
  quick.meanwhile = [] {};
  const auto second = read(world, quick);
  CHECK(first.get() == 1);
  CHECK(*second == (invalidated ? 2 : 1));
  CHECK(second.joined() != invalidated);
  CHECK(*read(world, quick) == *second);
}

TEST_CASE("a store that cannot tell whether a load is current makes its callers load") {
  World world;
  std::promise<void> begun;
  ListLoader slow;
  slow.meanwhile = [&] {
    begun.set_value();
    world.store->wait_for_joins(1);
    world.store->fail_only(&WatchedStore::Calls::is_current);
  };
  auto first = std::async(std::launch::async, [&] { return *read(world, slow); });
  begun.get_future().wait();
  ListLoader quick = slow;
  quick.meanwhile = [] {};
  quick.told = {};
  CHECK_FALSE(read(world, quick).joined());
  CHECK(first.get() == 1);
}

TEST_CASE("an empty list of tags from the value is no news") {
  World world;
  ListLoader load;
  load.told = {};
  CHECK(*read(world, load) == 1);
  world.cache.invalidate(post(1));
  CHECK(*read(world, load) == 1);
}

namespace {

/// Rows that are read in lists: the tag of a row is known from the list alone.
struct Rows {
  static constexpr int count = 4;
  std::atomic<int> version[count] = {};
  std::atomic<int> acknowledged[count] = {};
};

}  // namespace

TEST_CASE("no read that starts after an invalidation of a told tag yields older data, under contention", "[PX-37]") {
  tagcache::Primitives cache(tagcache::memory());
  Rows rows;
  std::atomic<int> violations = 0;
  std::atomic<int> hits = 0;
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    for (int i = 0; i < 8'000; ++i) {
      const int row = i % Rows::count;
      const int version = ++rows.version[row];
      cache.invalidate(post(row));
      rows.acknowledged[row] = version;
    }
  });
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20'000; ++i) {
        const int row = (i + thread) % Rows::count;
        const int floor = rows.acknowledged[row];
        const auto load = [&rows, row] { return Loaded<int>(rows.version[row]).tags({post(row)}); };
        const auto handle = cache.query<int>(std::to_string(row), {path("lists")}, load, {.ttl = 1h, .grace = 0ms});
        if (*handle < floor) ++violations;
        if (handle.status() == Status::hit) ++hits;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(violations == 0);
  CHECK(hits > 0);
}
