#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Refreshed;
using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions graced{.ttl = 1ms, .grace = 10s};
const tagcache::TagSet tags{path("t")};

/// A type that has no codec and can be compared.
struct Comparable {
  explicit Comparable(int number) : value(number) {}
  int value;
  friend bool operator==(const Comparable&, const Comparable&) = default;
};

struct ListeningWorld : World {
  struct Told {
    int before;
    int after;
    bool changed;
  };
  std::vector<Told> told;
  struct Observer : tagcache::Observer {
    [[nodiscard]] tagcache::Level level() const noexcept override { return tagcache::Level::debug; }
    void verified(tagcache::Level, const tagcache::VerifyEvent& event) override { all.push_back(event.verification); }
    std::vector<tagcache::Verification> all;
  };
  std::shared_ptr<Observer> observer = std::make_shared<Observer>();
  std::vector<tagcache::Verification>& verified = observer->all;
  tagcache::Primitives listening{store, with_hook()};

  [[nodiscard]] tagcache::CacheOptions with_hook() {
    auto all = options();
    all.observer = observer;
    return all;
  }
  auto listener() {
    return [this](const Refreshed<int>& refreshed) {
      told.push_back({refreshed.before.value(), refreshed.after.value(), refreshed.changed});
    };
  }
  template <class Loader>
  auto read(const Loader& load, const tagcache::QueryOptions& given = graced) {
    return listening.query<int>("key1", tags, load, given, listener());
  }
};

}  // namespace

TEST_CASE("a refresh tells what it replaced and by what", "[P-049][P-050][PX-33]") {
  ListeningWorld world;
  int row = 1;
  const auto load = [&row] { return row; };
  static_cast<void>(world.read(load));
  world.clock->advance(10ms);
  SECTION("by another value") { row = 2; }
  SECTION("by the same value") {}
  CHECK(*world.read(load) == 1);
  CHECK(world.told.empty());
  CHECK(world.executor->run_all() == 1);
  REQUIRE(world.told.size() == 1);
  CHECK(world.told[0].before == 1);
  CHECK(world.told[0].after == row);
  CHECK(world.told[0].changed == (row == 2));
  CHECK(*world.read(load) == row);
}

TEST_CASE("whether a value changed is told by its bytes, or by its own comparison", "[PX-18]") {
  World world;
  std::vector<bool> changed;
  SECTION("a value that differs from itself has the same bytes") {
    const auto nan = [] { return std::numeric_limits<double>::quiet_NaN(); };
    const auto read = [&] {
      static_cast<void>(world.cache.query<double>(
          "key1", {}, nan, graced, [&](const Refreshed<double>& refreshed) { changed.push_back(refreshed.changed); }));
    };
    read();
    world.clock->advance(10ms);
    read();
    CHECK(world.executor->run_all() == 1);
    CHECK(changed == std::vector{false});
  }
  SECTION("a type without a codec") {
    int row = 1;
    const auto read = [&] {
      static_cast<void>(world.cache.query<Comparable>(
          "key1", {}, [&row] { return Comparable(row); }, graced,
          [&](const Refreshed<Comparable>& refreshed) { changed.push_back(refreshed.changed); }));
      world.executor->run_all();
      world.clock->advance(10ms);
    };
    read();
    read();
    row = 2;
    read();
    CHECK(changed == std::vector{false, true});
  }
  SECTION("what its loader calls unchanged") {
    const auto load = [](const tagcache::Previous<Comparable>& previous) -> tagcache::Loaded<Comparable> {
      if (previous.entry()) return tagcache::unchanged;
      return Comparable(1);
    };
    for (int i = 0; i < 2; ++i) {
      static_cast<void>(world.cache.query<Comparable>("key1", {}, load, graced, [&](const Refreshed<Comparable>& told) {
        changed.push_back(told.changed);
        CHECK(&told.before.value() == &told.after.value());
        CHECK(told.before != told.after);
      }));
      world.clock->advance(10ms);
    }
    CHECK(world.executor->run_all() == 1);
    CHECK(changed == std::vector{false});
  }
}

TEST_CASE("what a refresh callback throws is lost, and the refresh has taken effect", "[P-051]") {
  World world;
  const Counter load;
  const auto throwing = [](const Refreshed<int>&) { throw std::runtime_error("no"); };
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced, throwing));
  world.clock->advance(10ms);
  CHECK(*world.cache.query<int>("key1", {}, load, graced, throwing) == 1);
  CHECK(world.executor->run_all() == 1);
  CHECK(*world.cache.query<int>("key1", {}, load, graced) == 2);
}

TEST_CASE("misses, fresh hits, foreground loads, verifications and failed refreshes tell nothing", "[P-052][P-053]") {
  ListeningWorld world;
  SECTION("a miss and a hit") {
    const Counter load;
    static_cast<void>(world.read(load, {.ttl = 1h}));
    static_cast<void>(world.read(load, {.ttl = 1h}));
  }
  SECTION("a reload after the expiry, and after an invalidation") {
    const Counter load;
    static_cast<void>(world.read(load, {.ttl = 1ms}));
    world.clock->advance(1ms);
    static_cast<void>(world.read(load, {.ttl = 1h}));
    world.listening.invalidate(path("t"));
    static_cast<void>(world.read(load, {.ttl = 1h}));
  }
  SECTION("a verification") {
    const Counter load;
    for (int i = 0; i < 2; ++i) static_cast<void>(world.read(load, {.ttl = 1h, .verify = 1}));
    CHECK(world.executor->waiting() == 1);
  }
  SECTION("a failed refresh") {
    const Failing load(2);
    static_cast<void>(world.read(load));
    world.clock->advance(1ms);
    static_cast<void>(world.read(load));
    CHECK(world.executor->waiting() == 1);
  }
  SECTION("a refresh that a reader in need takes over") {
    const Counter load;
    static_cast<void>(world.read(load));
    world.clock->advance(1ms);
    static_cast<void>(world.read(load));
    static_cast<void>(world.read(load, {.ttl = 1h, .grace = 0s}));
  }
  world.executor->run_all();
  CHECK(world.told.empty());
}

TEST_CASE("the callback is that of the query that started the refresh", "[P-055]") {
  World world;
  const Counter load;
  std::vector<int> told;
  const auto read = [&](int who) {
    static_cast<void>(
        world.cache.query<int>("key1", {}, load, graced, [&told, who](const Refreshed<int>&) { told.push_back(who); }));
  };
  read(1);
  world.clock->advance(10ms);
  read(2);
  read(3);
  CHECK(world.executor->run_all() == 1);
  CHECK(told == std::vector{2});
}

TEST_CASE("a callback may take its time, read the cache, and delays no reader", "[P-054]") {
  World world;
  const Counter load;
  int seen = 0;
  const auto slow = [&](const Refreshed<int>& refreshed) {
    // The refresh is over: its value is there, and nobody waits for this.
    CHECK(world.cache.query<int>("key1", {}, load, graced).status() == Status::hit);
    seen = *world.cache.query<int>("other", {}, load, graced) + refreshed.after.value();
  };
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced, slow));
  world.clock->advance(10ms);
  static_cast<void>(world.cache.query<int>("key1", {}, load, graced, slow));
  CHECK(world.executor->run_all() == 1);
  CHECK(seen == 3 + 2);
}

TEST_CASE("a refresh ahead of the expiry, and one that is waited for, tell too") {
  ListeningWorld world;
  const Counter load;
  const tagcache::QueryOptions ahead{.ttl = 10s, .refresh_ahead = 5s};
  static_cast<void>(world.read(load, ahead));
  world.clock->advance(6s);
  static_cast<void>(world.read(load, ahead));
  CHECK(world.executor->run_all() == 1);
  CHECK(world.told.size() == 1);
}

TEST_CASE("each refresh of a valid value is reported as a verification", "[P-056]") {
  ListeningWorld world;
  int row = 1;
  const auto load = [&row] { return row; };
  const auto refresh = [&] {
    world.clock->advance(10ms);
    static_cast<void>(
        world.read(load, {.ttl = 1ms, .grace = 1h, .on_invalidate = tagcache::OnInvalidate::serve_stale}));
    CHECK(world.executor->run_all() == 1);
  };
  static_cast<void>(world.read(load));
  refresh();
  row = 2;
  refresh();
  REQUIRE(world.verified.size() == 2);
  CHECK_FALSE(world.verified[0].stale);
  CHECK(world.verified[1].stale);
  CHECK(world.verified[1].is_refresh);
  CHECK(world.listening.stats().total().compared_refreshes == 2);
  CHECK(world.listening.stats().total().changed_refreshes == 1);
  // What was invalidated is known to be old.
  world.listening.invalidate(path("t"));
  row = 3;
  refresh();
  CHECK(world.verified.size() == 2);
  CHECK(world.told.size() == 3);
}
