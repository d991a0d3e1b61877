#include <stdexcept>
#include <string>
#include <tagcache/testing/faulty_store.hpp>
#include <tagcache/testing/recording_store.hpp>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Status;
using tagcache::Verification;
using tagcache::testing::FaultyStore;
using tagcache::testing::RecordingStore;

namespace {

constexpr tagcache::QueryOptions checked{.ttl = 1h, .verify = 1};
const tagcache::TagSet tags{path("t")};

struct Unencodable {
  explicit Unencodable(int number) : value(number) {}
  int value;
};

struct Listener : tagcache::Observer {
  [[nodiscard]] tagcache::Level level() const noexcept override { return tagcache::Level::debug; }
  void verified(tagcache::Level, const tagcache::VerifyEvent& event) override { told.push_back(event.verification); }
  std::vector<Verification> told;
};

struct VerifyingWorld : World {
  std::shared_ptr<Listener> listener = std::make_shared<Listener>();
  std::vector<Verification>& told = listener->told;
  tagcache::Primitives checking{store, listened_to()};

  [[nodiscard]] tagcache::CacheOptions listened_to() {
    auto all = options();
    all.observer = listener;
    return all;
  }
  template <class Loader>
  auto read(const Loader& load, const tagcache::QueryOptions& given = checked) {
    return checking.query<int>("key1", tags, load, given);
  }
};

}  // namespace

TEST_CASE("a hit is loaded again in the background and compared", "[P-060][P-061][PX-18]") {
  VerifyingWorld world;
  int row = 1;
  const auto load = [&row] { return row; };
  static_cast<void>(world.read(load));
  CHECK(world.executor->waiting() == 0);
  CHECK(world.read(load).status() == Status::hit);
  CHECK(world.told.empty());
  CHECK(world.executor->run_all() == 1);
  row = 2;
  CHECK(*world.read(load) == 1);
  CHECK(world.executor->run_all() == 1);
  REQUIRE(world.told.size() == 2);
  CHECK(world.told[0].key == "tagcache:\"key1\"");
  CHECK_FALSE(world.told[0].stale);
  CHECK(world.told[0].served_hash == world.told[0].loaded_hash);
  CHECK(world.told[1].stale);
  CHECK(world.told[1].served_hash == world.told[0].served_hash);
  CHECK(world.told[1].served_hash != world.told[1].loaded_hash);
  CHECK(world.checking.stats().total().verified == 2);
  CHECK(world.checking.stats().total().found_stale == 1);
}

TEST_CASE("a verification replaces nothing, even when it found a difference", "[P-063][PX-19]") {
  VerifyingWorld world;
  const Counter load;
  const auto before = world.read(load).entries().after;
  static_cast<void>(world.read(load));
  CHECK(world.executor->run_all() == 1);
  const auto after = world.read(load);
  CHECK(*after == 1);
  CHECK(after.entries().after == before);
}

TEST_CASE("as many hits are verified as the share says, and no miss and no stale read", "[P-058][P-059]") {
  VerifyingWorld world;
  const Counter load;
  const tagcache::QueryOptions tenth{.ttl = 1s, .grace = 1h, .verify = 0.1};
  const auto queued = [&](double chance, const tagcache::QueryOptions& options) {
    world.randomness->set(chance);
    static_cast<void>(world.read(load, options));
    const auto told = world.told.size();
    world.executor->run_all();
    return world.told.size() > told;
  };
  CHECK_FALSE(queued(0, tenth));  // a miss
  CHECK(queued(0, tenth));
  CHECK(queued(0.0999, tenth));
  CHECK_FALSE(queued(0.1, tenth));
  CHECK_FALSE(queued(0, {.verify = 0}));
  CHECK_FALSE(queued(0, {}));
  world.clock->advance(1s);
  CHECK(queued(0.5, tenth));  // in grace: a refresh, which is a check of its own
  CHECK(world.told.back().is_refresh);
  CHECK_FALSE(world.told.front().is_refresh);
}

TEST_CASE("no more hits are verified in a second than the cap allows") {
  VerifyingWorld world;
  auto options = world.listened_to();
  options.verifications_per_second = 3;
  tagcache::Primitives cache(world.store, options);
  const Counter load;
  const auto verified = [&] {
    const auto before = world.told.size();
    for (int i = 0; i < 10; ++i) {
      static_cast<void>(cache.query<int>("key1", tags, load, checked));
      world.executor->run_all();
    }
    return world.told.size() - before;
  };
  CHECK(verified() == 3);
  world.clock->advance(999ms);
  CHECK(verified() == 0);
  world.clock->advance(1ms);
  CHECK(verified() == 3);
  SECTION("a cap of zero is none") {
    options.verifications_per_second = 0;
    tagcache::Primitives none(world.store, options);
    static_cast<void>(none.query<int>("key1", tags, load, checked));
    CHECK(world.executor->waiting() == 0);
  }
  SECTION("absent, it is a hundred") {
    options.verifications_per_second = std::nullopt;
    tagcache::Primitives most(world.store, options);
    const auto before = world.told.size();
    for (int i = 0; i < 200; ++i) {
      static_cast<void>(most.query<int>("key1", tags, load, checked));
      world.executor->run_all();
    }
    CHECK(world.told.size() - before == 100);
  }
}

TEST_CASE("a verification may store what it found when it differs", "[PX-19]") {
  VerifyingWorld world;
  auto options = world.listened_to();
  options.verification_replaces = true;
  tagcache::Primitives cache(world.store, options);
  int row = 1;
  const auto read = [&] { return cache.query<int>("key1", tags, [&row] { return row; }, checked); };
  const auto first = read().entries().after;
  static_cast<void>(read());
  CHECK(world.executor->run_all() == 1);
  CHECK(read().entries().after == first);  // the same value: nothing to replace
  row = 2;
  CHECK(world.executor->run_all() == 1);
  CHECK(*read() == 2);
  CHECK(world.told.back().stale);
}

TEST_CASE("the store is told of verifications, and may fail to take them", "[P-056][P-057]") {
  VerifyingWorld world;
  const Counter load;
  static_cast<void>(world.read(load));
  static_cast<void>(world.read(load));
  SECTION("it takes them") {}
  SECTION("it cannot") { world.store->fail_only(&WatchedStore::Calls::report); }
  CHECK(world.executor->run_all() == 1);
  CHECK(world.store->calls().report == 1);
  CHECK(world.told.size() == 1);
}

TEST_CASE("on a store that collects the reports a tenth of the hits is checked when nothing says how many",
          "[P-007][A-002]") {
  World world;
  const bool collects = GENERATE(true, false);
  world.store->collect_reports(collects);
  std::shared_ptr<tagcache::Store> store = world.store;
  SECTION("itself") {}
  SECTION("behind others") {
    store = std::make_shared<RecordingStore>(std::make_shared<FaultyStore>(std::move(store)));
  }
  tagcache::Primitives cache(store, world.options());
  const auto checks = [&](double chance, const tagcache::QueryOptions& options = {}) {
    world.randomness->set(chance);
    static_cast<void>(cache.query<int>("key1", tags, [] { return 1; }, options));
    return world.executor->run_all();
  };
  CHECK(checks(0) == 0);  // a miss
  CHECK(checks(0.099) == (collects ? 1 : 0));
  CHECK(checks(0.1) == 0);
  CHECK(checks(0, {.verify = 0}) == 0);
}

TEST_CASE("verifications are flights: one a key, together with refreshes", "[PX-12][PX-19]") {
  VerifyingWorld world;
  const Counter load;
  static_cast<void>(world.read(load));
  for (int i = 0; i < 5; ++i) static_cast<void>(world.read(load));
  CHECK(world.executor->run_all() == 1);
  CHECK(*load.loads == 2);
}

TEST_CASE("errors of a verification reach nobody", "[P-062]") {
  VerifyingWorld world;
  const Failing load(2);
  tagcache::QueryOptions options = checked;
  options.error_ttl = 2h;
  static_cast<void>(world.read(load, options));
  static_cast<void>(world.read(load, options));
  CHECK(world.executor->run_all() == 1);
  CHECK(world.read(load, options).status() == Status::hit);
  CHECK(world.checking.stats().total().verified == 0);
  world.clock->advance(1h);
  CHECK(*world.read([] { return 5; }, options) == 5);  // not the error, which would be remembered for longer
}

TEST_CASE("what a listener throws is lost, and the verification counts", "[P-062]") {
  World world;
  auto options = world.options();
  struct Full : tagcache::Observer {
    [[nodiscard]] tagcache::Level level() const noexcept override { return tagcache::Level::debug; }
    void verified(tagcache::Level, const tagcache::VerifyEvent&) override { throw std::runtime_error("full"); }
  };
  options.observer = std::make_shared<Full>();
  tagcache::Primitives cache(world.store, options);
  int row = 1;
  const auto load = [&row] { return row; };
  static_cast<void>(cache.query<int>("key1", tags, load, checked));
  static_cast<void>(cache.query<int>("key1", tags, load, checked));
  row = 2;
  CHECK_NOTHROW(world.executor->run_all());
  CHECK(cache.stats().total().verified == 1);
  CHECK(cache.stats().total().found_stale == 1);
}

TEST_CASE("values without a codec are never verified, and a call that asks for it is told so", "[P-057]") {
  VerifyingWorld world;
  const auto load = [] { return Unencodable(1); };
  CHECK_THROWS_MATCHES(world.checking.query<Unencodable>("key1", {}, load, checked), std::invalid_argument,
                       Catch::Matchers::Message("verify is 1.000000, but values of this type cannot be compared: give "
                                                "it a tagcache::Codec that can be seen here, or leave verify out"));
  auto options = world.options();
  options.defaults.verify = 1;
  tagcache::Primitives cache(world.store, options);
  for (int i = 0; i < 3; ++i) CHECK(cache.query<Unencodable>("key1", {}, load)->value == 1);
  CHECK(cache.query<Unencodable>("key1", {}, load, {.verify = 0})->value == 1);
  CHECK(world.executor->waiting() == 0);
}

TEST_CASE("a verification that an invalidation overtakes counts as none") {
  VerifyingWorld world;
  int row = 1;
  const auto load = [&] {
    if (row == 2) world.checking.invalidate(path("t"));
    return row;
  };
  static_cast<void>(world.read(load));
  static_cast<void>(world.read(load));
  row = 2;
  CHECK(world.executor->run_all() == 1);
  CHECK(world.told.empty());
  CHECK(world.checking.stats().total().verified == 0);
}

TEST_CASE("a verification of an entry that is gone is a load like any other", "[P-063]") {
  VerifyingWorld world;
  const Counter load;
  static_cast<void>(world.read(load));
  static_cast<void>(world.read(load));
  world.checking.invalidate(path("t"));
  CHECK(world.executor->run_all() == 1);
  CHECK(world.told.empty());
  CHECK(*world.read(load, {}) == 2);
}
