#include <deque>
#include <string>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Accept;
using tagcache::Found;
using tagcache::Validity;

namespace {

/// The requests for some keys of a cache, and what they are views of.
struct Requests {
  Requests(tagcache::Primitives& cache, const std::vector<std::string>& keys, tagcache::TimePoint now) {
    for (const std::string& key : keys) {
      const auto& kept = texts.emplace_back(key);
      const auto& parts = all_parts.emplace_back(tagcache::key(kept));
      views.push_back(cache.key_view({}, tagcache::detail::hash_name({}), parts));
      all.push_back({views.back(), tagcache::detail::value_type<int>, no_tags, now});
    }
  }
  static tagcache::TagSet none() { return {}; }
  tagcache::TagSet (*no_tags)() = &none;
  std::deque<std::string> texts;
  std::deque<decltype(tagcache::key(std::string()))> all_parts;
  std::deque<tagcache::KeyView> views;
  std::vector<tagcache::Request> all;
};

}  // namespace

TEST_CASE("many entries are found in one call, each in its place and judged like one alone") {
  World world;
  const auto memory = tagcache::memory({.max_entries = 50'000});  // of many shards
  tagcache::Primitives cache(memory, world.options());
  std::vector<std::string> keys;
  for (int i = 0; i < 500; ++i) {
    keys.push_back(std::to_string(i));
    const auto tag = path(i % 3 == 0 ? "a" : "b");
    if (i % 5 != 0) cache.set(keys.back(), i, {tag}, {.ttl = 1min, .grace = 1min});
  }
  cache.set(keys[7], std::string("of another type"), {});
  cache.invalidate(path("a"));
  cache.expire(keys[1]);
  const Requests requests(cache, keys, world.clock->now());
  const std::vector<Found> found = memory->find_many(requests.all);
  const std::vector<Found> one_by_one = memory->Store::find_many(requests.all);
  REQUIRE(found.size() == keys.size());
  REQUIRE(one_by_one.size() == keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const Found alone = memory->find(requests.all[i]);
    CHECK(found[i].entry == alone.entry);
    CHECK(found[i].validity == alone.validity);
    CHECK(one_by_one[i].entry == alone.entry);
    CHECK(one_by_one[i].validity == alone.validity);
    CHECK((found[i].entry == nullptr) == (i % 5 == 0 || i == 7));
    if (found[i].entry) CHECK(*static_cast<const int*>(found[i].entry->value()) == static_cast<int>(i));
  }
  CHECK(found[1].validity == Validity::expired);
  CHECK(found[2].validity == Validity::valid);
  CHECK(found[3].validity == Validity::invalidated);
  CHECK(memory->find_many({}).empty());
}

TEST_CASE("has says whether get would return something") {
  World world;
  const tagcache::QueryOptions graced{.ttl = 1min, .grace = 1min};
  CHECK_FALSE(world.cache.has<int>("key1"));
  world.cache.set("key1", 1, {path("t")}, graced);
  CHECK(world.cache.has<int>("key1"));
  CHECK(world.cache.has<int>("key1", Accept::fresh));
  CHECK_FALSE(world.cache.has<std::string>("key1"));
  SECTION("expired") {
    SECTION("by time") { world.clock->advance(1min); }
    SECTION("by its tag") { world.cache.expire(path("t")); }
    CHECK(world.cache.has<int>("key1"));
    CHECK_FALSE(world.cache.has<int>("key1", Accept::fresh));
  }
  SECTION("gone") {
    SECTION("out of grace") { world.clock->advance(2min); }
    SECTION("invalidated") { world.cache.invalidate(path("t")); }
    SECTION("cleared") { world.cache.clear(); }
    SECTION("deleted") { world.cache.del("key1"); }
    SECTION("with a store that is down") { world.store->fail(true); }
    CHECK_FALSE(world.cache.has<int>("key1"));
    CHECK_FALSE(world.cache.has<int>("key1", Accept::fresh));
  }
}
