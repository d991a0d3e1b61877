#include <string>
#include <tagcache/testing/faulty_store.hpp>
#include <tagcache/testing/recording_store.hpp>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using namespace tagcache::testing;
using tagcache::Becomes;
using tagcache::Invalidation;
using tagcache::Reach;
using tagcache::Validity;

namespace {

struct Recorded : World {
  std::shared_ptr<FaultyStore> faulty = std::make_shared<FaultyStore>(tagcache::memory(), clock);
  std::shared_ptr<RecordingStore> record = std::make_shared<RecordingStore>(faulty);
  tagcache::Primitives recorded{record, options("app")};
  const std::string key = "app:\"key1\"";
};

}  // namespace

TEST_CASE("each call of a store is written down, in order, with what was asked and answered") {
  Recorded world;
  const Counter load;
  static_cast<void>(world.recorded.query<int>("key1", {path("t")}, load));
  static_cast<void>(world.recorded.query<int>("key1", {path("t")}, load));
  world.recorded.set("key1", 1, {path("u")});
  world.recorded.expire("key1");
  world.recorded.del("key1");
  world.recorded.invalidate({{path("t")}, {path("u"), Reach::exact, Becomes::expired}});
  world.recorded.clear();
  world.recorded.disconnect();

  Find nothing;
  nothing.key = world.key;
  Begin begun;
  begun.key = world.key;
  Find something = nothing;
  something.found = true;
  const std::vector<StoreCall> expected{
      nothing,
      begun,
      Keep{.key = world.key, .tags = {path("t")}, .kept = true},
      something,
      Set{.key = world.key, .tags = {path("u")}},
      Expire{.key = world.key},
      Erase{.key = world.key},
      Invalidate{.invalidations = {{path("t")}, {path("u"), Reach::exact, Becomes::expired}}},
      Clear{.prefix = "app"},
      Disconnect{},
  };
  CHECK(world.record->calls() == expected);
  world.record->forget();
  CHECK(world.record->calls().empty());
}

TEST_CASE("what a read asks of the layers and of the certainty of a store is written down") {
  Recorded world;
  const tagcache::QueryOptions options{.consistency = tagcache::Consistency::strict,
                                       .layers = tagcache::Layers::remote};
  static_cast<void>(world.recorded.query<int>("key1", {}, Counter(), options));
  world.recorded.set("key1", 1, {}, options);
  REQUIRE(world.record->calls<Find>().size() == 1);
  CHECK(world.record->calls<Find>().front().consistency == tagcache::Consistency::strict);
  CHECK(world.record->calls<Find>().front().layers == tagcache::Layers::remote);
  CHECK(world.record->calls<Set>().front().layers == tagcache::Layers::remote);
  CHECK_FALSE(world.record->calls<Keep>().front().kept);
}

TEST_CASE("several requests of one call are one call, with an answer each") {
  Recorded world;
  world.recorded.set("key1", 1, {path("t")});
  world.recorded.invalidate(path("t"));
  const auto parts = tagcache::key(std::string_view("key1"));
  const auto others = tagcache::key(std::string_view("key2"));
  const auto view = world.recorded.key_view({}, tagcache::detail::hash_name({}), parts);
  const auto other = world.recorded.key_view({}, tagcache::detail::hash_name({}), others);
  const auto no_tags = [] { return tagcache::TagSet(); };
  const std::vector<tagcache::Request> requests{{view, tagcache::detail::value_type<int>, no_tags, {}},
                                                {other, tagcache::detail::value_type<int>, no_tags, {}}};
  CHECK(world.record->find_many(requests).size() == 2);
  const auto calls = world.record->calls<FindMany>();
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].finds[0].found);
  CHECK(calls[0].finds[0].validity == Validity::invalidated);
  CHECK_FALSE(calls[0].finds[1].found);
  CHECK(calls[0].finds[1].key == "app:\"key2\"");
}

TEST_CASE("a call that throws is written down as failed, and throws") {
  Recorded world;
  world.faulty->inject_everywhere({.error = true});
  CHECK(*world.recorded.query<int>("key1", {}, Counter()) == 1);
  CHECK_THROWS_AS(world.recorded.del("key1"), tagcache::StoreError);
  const auto calls = world.record->calls();
  REQUIRE(calls.size() == 3);
  CHECK(std::get<Find>(calls[0]).failed);
  CHECK(std::get<Begin>(calls[1]).failed);
  CHECK(std::get<Erase>(calls[2]).failed);
}

TEST_CASE("whether a load is current is asked of the store behind, and written down with its key") {
  Recorded world;
  static_cast<void>(world.recorded.query<int>("key1", {}, [&] {
    CHECK_THROWS_AS(world.recorded.query<int>("key1", {}, Counter()), tagcache::RecursiveLoad);
    return tagcache::Loaded(1).tags({path("told")});
  }));
  const auto calls = world.record->calls<IsCurrent>();
  REQUIRE(calls.size() == 1);
  CHECK(calls[0] == IsCurrent{.key = world.key, .answer = true});
  CHECK(world.record->calls<Keep>()[0].tags == tagcache::TagSet{path("told")});
}

TEST_CASE("calls of many threads are all written down") {
  Recorded world;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&world, thread] {
      for (int i = 0; i < 200; ++i) world.recorded.set(std::to_string(thread), i, {});
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(world.record->calls<Set>().size() == 600);
}
