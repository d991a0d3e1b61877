#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <tagcache/testing/faulty_store.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Status;
using tagcache::StoreError;
using tagcache::testing::Fault;
using tagcache::testing::FaultyStore;
using tagcache::testing::store_functions;
using tagcache::testing::StoreFunction;

namespace {

constexpr tagcache::QueryOptions graced{.ttl = 1min, .grace = 1min};

/// A cache on a store that fails as a test says. "key1" carries the tag t; its first load gives 1, the next 2.
struct Shaky : World {
  std::shared_ptr<FaultyStore> faults = std::make_shared<FaultyStore>(tagcache::memory(), clock);
  tagcache::Primitives shaky{faults, options()};
  Counter load;

  auto query(const tagcache::QueryOptions& options = graced) {
    return shaky.query<int>("key1", {path("t")}, load, options);
  }
  void fail(StoreFunction function, Fault fault = {.error = true}) {
    faults->inject(function, fault, FaultyStore::always);
  }
};

/// Each function of a store with each fault that it can have.
std::vector<std::pair<StoreFunction, Fault>> all_faults() {
  std::vector<std::pair<StoreFunction, Fault>> faults;
  for (std::size_t i = 0; i < store_functions; ++i) {
    for (const Fault& fault : {Fault{.error = true}, Fault{.late_error = true}, Fault{.absence = true}}) {
      faults.emplace_back(static_cast<StoreFunction>(i), fault);
    }
  }
  return faults;
}

}  // namespace

TEST_CASE("whatever fails in the store, a read gives a value, and never one that it may not give", "[R-102][RX-22]") {
  for (const auto& [function, fault] : all_faults()) {
    for (const char* const state : {"absent", "fresh", "expired", "invalidated"}) {
      INFO("function " << static_cast<int>(function) << ", entry " << state);
      Shaky world;
      if (state != std::string("absent")) static_cast<void>(world.query());
      if (state == std::string("expired")) world.clock->advance(1min);
      if (state == std::string("invalidated")) world.shaky.invalidate(path("t"));
      world.fail(function, fault);
      const auto read = world.query();
      const int oldest = state == std::string("invalidated") ? 2 : 1;
      CHECK(*read >= oldest);
      CHECK_NOTHROW(world.executor->run_all());
      CHECK_NOTHROW(world.query());
      CHECK_NOTHROW(world.shaky.get<int>("key1"));
      CHECK_NOTHROW(world.shaky.has<int>("key1"));
      world.faults->heal();
      static_cast<void>(world.query());
      world.executor->run_all();
      CHECK(world.query().status() == Status::hit);
      CHECK(*world.query() == *world.load.loads);
    }
  }
}

TEST_CASE("what a read makes of each function that fails", "[R-102][RX-22]") {
  Shaky world;
  SECTION("find: it loads, unless the store finds an entry when the load is to begin") {
    static_cast<void>(world.query());
    world.fail(StoreFunction::find);
    CHECK(world.query().status() == Status::hit);
    world.fail(StoreFunction::begin);
    CHECK(world.query().status() == Status::miss);
    CHECK_FALSE(world.shaky.get<int>("key1"));
  }
  SECTION("begin: it loads, and what it loads is not kept") {
    world.fail(StoreFunction::begin);
    CHECK(*world.query() == 1);
    CHECK(*world.query() == 2);
    CHECK_FALSE(world.shaky.get<int>("key1"));
  }
  SECTION("keep: what it loads is not kept") {
    world.fail(StoreFunction::keep);
    CHECK(*world.query() == 1);
    CHECK(*world.query() == 2);
  }
  SECTION("keep, that had done it: what it loaded is there") {
    world.fail(StoreFunction::keep, {.late_error = true});
    CHECK(*world.query() == 1);
    CHECK(world.query().status() == Status::hit);
  }
}

TEST_CASE("a write whose store fails is told, and each other write works", "[RX-22]") {
  using Write = std::function<void(tagcache::Primitives&)>;
  const std::vector<std::pair<StoreFunction, Write>> writes{
      {StoreFunction::set, [](auto& cache) { cache.set("key1", 5, {}); }},
      {StoreFunction::erase, [](auto& cache) { cache.set("key1", 5, {}, {.ttl = 0ms}); }},
      {StoreFunction::erase, [](auto& cache) { cache.del("key1"); }},
      {StoreFunction::expire, [](auto& cache) { cache.expire("key1"); }},
      {StoreFunction::invalidate, [](auto& cache) { cache.invalidate(path("t")); }},
      {StoreFunction::invalidate, [](auto& cache) { cache.expire(path("t")); }},
      {StoreFunction::clear, [](auto& cache) { cache.clear(); }},
      {StoreFunction::disconnect, [](auto& cache) { cache.disconnect(); }},
  };
  for (std::size_t i = 0; i < store_functions; ++i) {
    const auto broken = static_cast<StoreFunction>(i);
    for (const auto& [function, write] : writes) {
      Shaky world;
      world.fail(broken);
      if (function == broken) {
        CHECK_THROWS_AS(write(world.shaky), StoreError);
      } else {
        CHECK_NOTHROW(write(world.shaky));
      }
    }
  }
}

TEST_CASE("when load and store fail, the error is that of the load", "[R-102]") {
  Shaky world;
  const auto fail = []() -> int { throw std::runtime_error("no database"); };
  world.faults->inject_everywhere({.error = true});
  CHECK_THROWS_WITH(world.shaky.query<int>("key1", {path("t")}, fail, graced), "no database");
}

TEST_CASE("a refresh whose store fails leaves the old entry, and is tried again", "[R-102]") {
  Shaky world;
  const auto function = GENERATE(StoreFunction::begin, StoreFunction::keep);
  static_cast<void>(world.query());
  world.clock->advance(1min);
  world.fail(function);
  for (int i = 0; i < 2; ++i) {
    CHECK(world.query().status() == Status::stale);
    CHECK(world.executor->run_all() == 1);
  }
  world.faults->heal();
  CHECK(world.query().status() == Status::stale);
  world.executor->run_all();
  CHECK(world.query().status() == Status::hit);
}

TEST_CASE("reads of a failing store are never older than an invalidation that it took", "[R-102][PX-01]") {
  const auto seed = GENERATE(1U, 2U, 3U);
  Shaky world;
  world.faults->inject_at_random(seed, {.error = 0.2, .late_error = 0.1, .absence = 0.1});
  std::atomic<int> version = 0;
  std::atomic<int> acknowledged = 0;
  std::atomic<int> wrong = 0;
  const auto write = [&] {
    for (int i = 0; i < 500; ++i) {
      const int written = ++version;
      for (bool told = false; !told;) {
        try {
          world.shaky.invalidate(path("t"));
          told = true;
        } catch (const StoreError&) {
          continue;
        }
      }
      acknowledged = written;
    }
  };
  const auto read = [&] {
    for (int i = 0; i < 2'000; ++i) {
      const int floor = acknowledged;
      try {
        const auto value = world.shaky.query<int>("key1", {path("t")}, [&] { return version.load(); }, graced);
        wrong += *value < floor ? 1 : 0;
      } catch (const std::exception&) {
        ++wrong;
      }
    }
  };
  std::vector<std::thread> threads;
  threads.emplace_back(write);
  for (int i = 0; i < 2; ++i) threads.emplace_back(read);
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(world.faults->faults(StoreFunction::invalidate) > 0);
}
