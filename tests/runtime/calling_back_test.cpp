#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

namespace {

/// A value that does something when it ends.
class Ending {
 public:
  explicit Ending(std::function<void()> at_end = {}) : at_end_(std::move(at_end)) {}
  Ending(Ending&& other) noexcept : at_end_(std::exchange(other.at_end_, nullptr)) {}
  Ending& operator=(Ending&&) = delete;
  ~Ending() {
    if (at_end_) at_end_();
  }

 private:
  std::function<void()> at_end_;
};

/// A full store, the cache on it, and all that a callback may want of them.
struct Full : World {
  explicit Full(tagcache::RemovalListener listener = {})
      : memory(tagcache::memory({.max_entries = 20, .on_removed = std::move(listener)})), cache(memory, options()) {
    for (int i = 0; i < 20; ++i) cache.set(std::to_string(i), i, {path("t")});
  }

  void call(int which) {
    switch (which) {
      case 0:
        static_cast<void>(cache.get<int>("1"));
        break;
      case 1:
        cache.del("1");
        break;
      case 2:
        cache.invalidate(path("t"));
        break;
      case 3:
        cache.clear();
        break;
      case 4:
        memory->resize(5), memory->resize(20);
        break;
      case 5:
        cache.set("1", 1, {});
        break;
      case 6:
        cache.expire("1");
        break;
      case 7:
        static_cast<void>(cache.query<int>("new", {path("t")}, [] { return 1; }));
        break;
      case 8:
        cache.disconnect();
        break;
      default:
        static_cast<void>(cache.stats());
    }
  }
  static constexpr int calls = 10;

  std::shared_ptr<tagcache::MemoryStore> memory;
  tagcache::Primitives cache;
};

/// Whose moves throw when they are told to. Counts those that live.
struct Moody {
  explicit Moody(int moves_left) : moves(moves_left) { ++alive; }
  Moody(Moody&& other) noexcept(false) : moves(other.moves - 1) {
    if (moves < 0) throw std::runtime_error("cannot be moved");
    ++alive;
  }
  Moody& operator=(Moody&&) = delete;
  ~Moody() { --alive; }
  int moves;
  static inline int alive = 0;
};

/// Stays where it is made, if it can be made.
struct Fixed {
  explicit Fixed(int value) : number(value) {
    if (value < 0) throw std::runtime_error("negative");
  }
  Fixed(Fixed&&) = delete;
  int number;
};

/// Ends with its thread.
thread_local std::optional<tagcache::Handle<Ending>> kept;

}  // namespace

TEST_CASE("a value may call back into the cache where it ends, however it left") {
  const int which = GENERATE(range(0, Full::calls));
  const std::string way = GENERATE(as<std::string>{}, "del", "set", "resize", "disconnect", "handle");
  int ended = 0;
  Full world;
  const auto value = [&] {
    return Ending([&] {
      if (ended++ == 0) world.call(which);
    });
  };
  auto held = std::make_unique<tagcache::Handle<Ending>>(world.cache.query<Ending>("ending", {}, value));
  *held = world.cache.query<Ending>("ending", {}, value);
  REQUIRE(held->status() == tagcache::Status::hit);
  if (way != "handle") held.reset();
  if (way == "set") {
    world.cache.set("ending", 1, {});
  } else if (way == "resize") {
    world.memory->resize(0), world.memory->resize(20);
  } else if (way == "disconnect") {
    world.cache.disconnect();
  } else {
    world.cache.del("ending");
  }
  held.reset();
  world.cache.set("after", 1, {});
  CHECK(world.cache.get<int>("after"));
  world.cache.del("after");  // what waits for others to end together ends now
  CHECK(ended == 1);
}

TEST_CASE("who is told of a removal may call back into the cache") {
  const int which = GENERATE(range(0, Full::calls));
  int told = 0;
  Full* there = nullptr;
  Full world([&](const tagcache::Removal&) {
    if (there != nullptr && told++ == 0) there->call(which);
  });
  there = &world;
  SECTION("deleted") { world.cache.del("2"); }
  SECTION("evicted") { world.cache.set("another", 1, {}); }
  SECTION("replaced") { world.cache.set("2", 2, {}); }
  SECTION("resized") { world.memory->resize(3); }
  SECTION("disconnected") { world.memory->disconnect(); }
  CHECK(told >= 1);
  world.memory->resize(20);
  world.cache.set("after", 1, {});
  CHECK(world.cache.get<int>("after"));
  const auto stats = world.memory->stats();
  std::uint64_t removed = 0;
  for (const std::uint64_t each : stats.removed) removed += each;
  CHECK(stats.stored == stats.entries + removed);
}

TEST_CASE("a value that cannot be moved reaches the caller as what its move threw, and nothing changes") {
  {
    World world;
    static_cast<void>(world.cache.query<Moody>("key", {}, [] { return Moody(100); }));
    const int moves = GENERATE(0, 1, 2);
    try {
      world.cache.set("key", Moody(moves), {});
    } catch (const std::runtime_error&) {
      CHECK((*world.cache.get<Moody>("key"))->moves > 50);
    }
    CHECK_THROWS_WITH(world.cache.set("key", Moody(0), {}), "cannot be moved");
    CHECK(world.cache.get<Moody>("key"));
    for (int i = 0; i < 2; ++i) {
      CHECK_THROWS_WITH(world.cache.query<Moody>("other", {}, []() -> tagcache::Loaded<Moody> { return Moody(0); }),
                        "cannot be moved");
      CHECK_FALSE(world.cache.get<Moody>("other"));
    }
    CHECK(world.cache.query<Moody>("other", {}, [] { return Moody(100); }).status() == tagcache::Status::miss);
  }
  CHECK(Moody::alive == 0);
}

TEST_CASE("what a loader returns is made where it is stored, so its type need not have a move") {
  World world;
  const auto load = [] { return Fixed(7); };
  CHECK(world.cache.query<Fixed>("key", {}, load)->number == 7);
  CHECK((*world.cache.get<Fixed>("key"))->number == 7);
  CHECK_THROWS_WITH(world.cache.query<Fixed>("other", {}, [] { return Fixed(-1); }), "negative");
  CHECK_FALSE(world.cache.get<Fixed>("other"));
}

TEST_CASE("handles outlive their thread, their entry and their cache, and turn into shared pointers elsewhere") {
  constexpr int count = 40;  // more than a thread has pins
  std::atomic<int> ended = 0;
  std::optional<Full> world(std::in_place);
  world->memory->resize(100);
  std::vector<tagcache::Handle<Ending>> handles;
  std::thread([&] {
    for (int i = 0; i < 2 * count; ++i) {
      auto handle = world->cache.query<Ending>(std::to_string(i % count), {}, [&] { return Ending([&] { ++ended; }); });
      if (i >= count) handles.push_back(std::move(handle));
    }
  }).join();
  SECTION("cleared") { world->cache.clear(); }
  SECTION("evicted") { world->memory->resize(0); }
  SECTION("disconnected") { world->cache.disconnect(); }
  SECTION("invalidated") { world->cache.invalidate(path("t")); }
  world.reset();
  std::vector<std::shared_ptr<const Ending>> shared;
  std::thread([&] {
    for (auto& handle : handles) shared.push_back(handle.share());
    CHECK(ended == 0);
    handles.clear();
  }).join();
  CHECK(ended == 0);
  std::thread([&] { shared.resize(count / 2); }).join();
  CHECK(ended == count / 2);
  shared.clear();
  CHECK(ended == count);
}

TEST_CASE("a handle that a thread keeps to its end ends with it, also after the thread's pins") {
  std::atomic<int> ended = 0;
  Full world;
  std::thread([&] {
    kept.reset();  // makes it, before what the thread reads with
    for (int i = 0; i < 2; ++i) {
      kept.emplace(world.cache.query<Ending>("kept", {}, [&] { return Ending([&] { ++ended; }); }));
    }
    world.cache.del("kept");
    CHECK(ended == 0);
  }).join();
  CHECK(ended == 1);
}
