#include <algorithm>
#include <future>
#include <tagcache/testing/faulty_store.hpp>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::StoreError;
using tagcache::testing::Fault;
using tagcache::testing::FaultyStore;
using tagcache::testing::StoreFunction;

namespace {

struct Faulty : World {
  std::shared_ptr<FaultyStore> faults = std::make_shared<FaultyStore>(tagcache::memory(), clock);
  tagcache::Primitives faulty{faults, options()};
};

/// Which of a thousand deletions fail.
std::vector<bool> failures(std::uint64_t seed, double rate) {
  Faulty world;
  world.faults->inject_at_random(seed, {.error = rate});
  std::vector<bool> failed;
  for (int i = 0; i < 1'000; ++i) {
    try {
      world.faulty.del("key1");
      failed.push_back(false);
    } catch (const StoreError&) {
      failed.push_back(true);
    }
  }
  return failed;
}

}  // namespace

TEST_CASE("faults happen in the order of the script, so often as it says, and in no other function") {
  Faulty world;
  world.faults->inject(StoreFunction::erase, {.error = true}, 2);
  world.faults->inject(StoreFunction::erase, {}, 1);
  world.faults->inject(StoreFunction::erase, {.error = true});
  CHECK_THROWS_AS(world.faulty.del("key1"), StoreError);
  CHECK_THROWS_AS(world.faulty.del("key1"), StoreError);
  CHECK_NOTHROW(world.faulty.del("key1"));
  CHECK_NOTHROW(world.faulty.set("key1", 1, {}));
  CHECK_THROWS_AS(world.faulty.del("key1"), StoreError);
  CHECK_NOTHROW(world.faulty.del("key1"));
  CHECK(world.faults->faults(StoreFunction::erase) == 3);
  CHECK(world.faults->faults(StoreFunction::set) == 0);
}

TEST_CASE("a call that fails does nothing, one that fails late has done it") {
  Faulty world;
  world.faulty.set("key1", 1, {});
  world.faults->inject(StoreFunction::erase, {.error = true});
  CHECK_THROWS_AS(world.faulty.del("key1"), StoreError);
  CHECK(world.faulty.has<int>("key1"));
  world.faults->inject(StoreFunction::erase, {.late_error = true});
  CHECK_THROWS_AS(world.faulty.del("key1"), StoreError);
  CHECK_FALSE(world.faulty.has<int>("key1"));
  world.faults->inject(StoreFunction::keep, {.late_error = true});
  CHECK(*world.faulty.query<int>("key2", {}, Counter()) == 1);
  CHECK(world.faulty.has<int>("key2"));
}

TEST_CASE("what cannot be read is a miss") {
  Faulty world;
  world.faulty.set("key1", 1, {});
  world.faults->inject(StoreFunction::find, {.absence = true});
  CHECK_FALSE(world.faulty.has<int>("key1"));
  CHECK(world.faulty.has<int>("key1"));
  const Counter load;
  world.faults->inject(StoreFunction::find, {.absence = true}, 2);
  world.faults->inject(StoreFunction::begin, {.absence = true});
  CHECK(world.faulty.query<int>("key1", {}, load).status() == tagcache::Status::miss);
  CHECK(world.faulty.query<int>("key1", {}, load).joined() == false);
  const auto parts = tagcache::key(std::string_view("key1"));
  const auto view = world.faulty.key_view({}, tagcache::detail::hash_name({}), parts);
  const auto no_tags = [] { return tagcache::TagSet(); };
  const std::vector<tagcache::Request> requests(2, {view, tagcache::detail::value_type<int>, no_tags, {}});
  world.faults->inject(StoreFunction::find_many, {.absence = true});
  for (const auto& found : world.faults->find_many(requests)) CHECK_FALSE(found.entry);
  for (const auto& found : world.faults->find_many(requests)) CHECK(found.entry);
}

TEST_CASE("a slow call takes as long as it is said, on the clock of the test") {
  Faulty world;
  world.faults->inject(StoreFunction::erase, {.delay = 10ms});
  auto slow = std::async(std::launch::async, [&] { world.faulty.del("key1"); });
  world.clock->await_waiters(1);
  world.clock->advance(9ms);
  CHECK(slow.wait_for(0ms) == std::future_status::timeout);
  world.clock->await_waiters(1);
  world.clock->advance(1ms);
  CHECK_NOTHROW(slow.get());
}

TEST_CASE("faults at random are those of the seed, about as often as the rate says") {
  const auto first = failures(7, 0.1);
  CHECK(first == failures(7, 0.1));
  CHECK(first != failures(8, 0.1));
  const auto count = std::count(first.begin(), first.end(), true);
  CHECK(count > 50);
  CHECK(count < 200);
  const auto none = failures(7, 0);
  CHECK(std::count(none.begin(), none.end(), true) == 0);
  const auto all = failures(7, 1);
  CHECK(std::count(all.begin(), all.end(), true) == 1'000);
}

TEST_CASE("faults end when they are healed") {
  Faulty world;
  world.faults->inject_everywhere({.error = true});
  world.faults->inject_at_random(1, {.error = 1});
  CHECK_THROWS_AS(world.faulty.clear(), StoreError);
  CHECK_THROWS_AS(world.faulty.expire("key1"), StoreError);
  CHECK_THROWS_AS(world.faulty.disconnect(), StoreError);
  world.faults->heal();
  CHECK_NOTHROW(world.faulty.clear());
  CHECK_NOTHROW(world.faulty.expire("key1"));
  CHECK_NOTHROW(world.faulty.disconnect());
}

TEST_CASE("a write that is lost is not done, and nobody is told") {
  Faulty world;
  const tagcache::TagSet tags{path("t")};
  world.faulty.set("key1", 1, tags);
  for (const auto function : {StoreFunction::set, StoreFunction::erase, StoreFunction::expire,
                              StoreFunction::invalidate, StoreFunction::clear, StoreFunction::keep}) {
    world.faults->inject(function, {.loss = true});
  }
  CHECK_NOTHROW(world.faulty.set("key1", 2, tags));
  CHECK_NOTHROW(world.faulty.del("key1"));
  CHECK_NOTHROW(world.faulty.expire("key1"));
  CHECK_NOTHROW(world.faulty.invalidate(tags.front()));
  CHECK_NOTHROW(world.faulty.clear());
  CHECK(**world.faulty.get<int>("key1", tagcache::Accept::fresh) == 1);
  CHECK(*world.faulty.query<int>("key2", tags, Counter()) == 1);
  CHECK_FALSE(world.faulty.has<int>("key2"));
  world.faulty.invalidate(tags.front());
  CHECK_FALSE(world.faulty.has<int>("key1"));
}
