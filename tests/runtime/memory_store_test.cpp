#include "catch.hpp"
#include "memory/tag_table.hpp"
#include "world.hpp"

using tagcache::Reach;
using tagcache::Validity;
using tagcache::detail::TagTable;

namespace {

std::size_t count_stored(tagcache::Primitives& cache, int keys) {
  std::size_t count = 0;
  for (int i = 0; i < keys; ++i) count += cache.get<int>(std::to_string(i)).has_value() ? 1 : 0;
  return count;
}

/// Invalidates so many other tags that those of before are kept in mind no longer.
void forget_recent(TagTable& table) {
  for (std::size_t i = 0; i < TagTable::recent_tags; ++i) {
    table.invalidate(std::vector{
        tagcache::Invalidation{path("other" + std::to_string(i)), Reach::prefix, tagcache::Becomes::expired}});
  }
}

Validity validity(const TagTable& table, tagcache::detail::Sequence stamp, const tagcache::detail::TagLease& lease) {
  return table.judge(stamp, lease).validity;
}

}  // namespace

TEST_CASE("a memory store never holds more entries than its bound") {
  const std::size_t bound = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{5'000});
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = bound}), world.options());
  for (int i = 0; i < 12'000; ++i) cache.set(std::to_string(i), i, {path("t", std::to_string(i))});
  const std::size_t stored = count_stored(cache, 12'000);
  CHECK(stored <= bound);
  CHECK(stored >= bound * 9 / 10);
}

TEST_CASE("a store of zero entries still answers") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 0}), world.options());
  const Counter load;
  CHECK(*cache.query<int>("key1", {}, load) == 1);
  CHECK(*cache.query<int>("key1", {}, load) == 2);
}

TEST_CASE("entries that are read stay when others are evicted") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 10}), world.options());
  cache.set("read", 1, {});
  for (int i = 0; i < 1'000; ++i) {
    cache.set(std::to_string(i), i, {});
    REQUIRE(cache.get<int>("read"));
  }
}

TEST_CASE("dead entries are evicted before live ones") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 4}), world.options());
  cache.set("live1", 1, {});
  cache.set("expired", 1, {}, {.ttl = 1ms});
  cache.set("live2", 1, {});
  cache.set("invalidated", 1, {path("t")});
  for (const char* key : {"live1", "live2", "expired", "invalidated"}) CHECK(cache.get<int>(key));
  world.clock->advance(1s);
  cache.invalidate(path("t"));
  cache.set("new1", 1, {});
  cache.set("new2", 1, {});
  CHECK(cache.get<int>("live1"));
  CHECK(cache.get<int>("live2"));
}

TEST_CASE("new entries replace cold ones and not each other") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 1'000}), world.options());
  for (int i = 0; i < 1'000; ++i) cache.set("cold " + std::to_string(i), i, {}, {.ttl = 1min});
  SECTION("that live") {}
  SECTION("that expired") { world.clock->advance(1min); }
  SECTION("that were cleared") { cache.clear(); }
  const Counter load;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 100; ++i) static_cast<void>(cache.query<int>(std::to_string(i), {}, load));
  }
  CHECK(*load.loads == 100);
}

TEST_CASE("a store that was cleared takes a full load of new entries") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 1'000}), world.options());
  for (int i = 0; i < 1'000; ++i) cache.set(std::to_string(i), i, {});
  cache.clear();
  for (int i = 0; i < 500; ++i) cache.set(std::to_string(i), i, {});
  CHECK(count_stored(cache, 500) == 500);
}

TEST_CASE("a value may call back into the cache when it is evicted") {
  struct Nosy {
    tagcache::Primitives* cache = nullptr;
    explicit Nosy(tagcache::Primitives* asked) : cache(asked) {}
    Nosy(Nosy&& other) noexcept : cache(std::exchange(other.cache, nullptr)) {}
    Nosy& operator=(Nosy&&) = delete;
    Nosy(const Nosy&) = delete;
    Nosy& operator=(const Nosy&) = delete;
    ~Nosy() {
      if (cache != nullptr) cache->set("last words", 1, {});
    }
  };
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_entries = 3}), world.options());
  cache.set("nosy", Nosy(&cache), {});
  cache.del("nosy");
  CHECK(cache.get<int>("last words"));
}

TEST_CASE("tags are kept while something refers to them, and forgotten safely", "[PX-27]") {
  TagTable table;
  const tagcache::TagSet tags{path("users", "1")};
  {
    const auto lease = table.lease(tags);
    CHECK(table.size() == 2);
    const auto stamp = table.latest();
    CHECK(validity(table, stamp, lease) == Validity::valid);
    table.invalidate(std::vector{tagcache::Invalidation{path("users")}});
    CHECK(validity(table, stamp, lease) == Validity::invalidated);
    CHECK(validity(table, table.latest(), lease) == Validity::valid);
  }
  CHECK(table.size() == 1);  // what was invalidated last is kept in mind
}

TEST_CASE("a tag that was invalidated is kept in mind for a time, so that unrelated loads do not suffer", "[PX-27]") {
  TagTable table;
  const auto stamp = table.latest();
  const tagcache::TagSet hit{path("posts", "1")};
  const tagcache::TagSet missed{path("posts", "2")};
  const Reach reach = GENERATE(Reach::prefix, Reach::exact);
  SECTION("that nobody knew") { table.invalidate(std::vector{tagcache::Invalidation{hit[0], reach}}); }
  SECTION("that was let go soon after") {
    const auto lease = table.lease(hit);
    table.invalidate(std::vector{tagcache::Invalidation{hit[0], reach}});
  }
  SECTION("more than once") {
    for (int i = 0; i < 3; ++i) table.invalidate(std::vector{tagcache::Invalidation{hit[0], reach}});
  }
  CHECK(table.judge(stamp, hit) == Validity::invalidated);
  CHECK(table.judge(stamp, missed) == Validity::valid);
  forget_recent(table);
  CHECK(table.judge(stamp, hit) == Validity::invalidated);
  CHECK(table.judge(stamp, missed) == Validity::invalidated);  // at worst something is loaded again
  CHECK(table.judge(table.latest(), missed) == Validity::valid);
}

TEST_CASE("an invalidation of a tag that was forgotten, or never known, reaches loads that began before it",
          "[PX-27]") {
  TagTable table;
  const auto stamp = table.latest();
  table.invalidate(std::vector{tagcache::Invalidation{path("posts", "9")}});
  // The tag turns up only now, as tags do that come from what was loaded.
  const auto lease = table.lease(tagcache::TagSet{path("posts", "9")});
  CHECK(validity(table, stamp, lease) == Validity::invalidated);
  CHECK(validity(table, table.latest(), lease) == Validity::valid);

  const auto before = table.latest();
  {
    const auto other = table.lease(tagcache::TagSet{path("posts", "9")});
  }
  table.invalidate(std::vector{tagcache::Invalidation{path("posts", "9"), Reach::exact}});
  CHECK(validity(table, before, lease) == Validity::invalidated);
}

TEST_CASE("a tag that is invalidated and then forgotten still counts as moved", "[PX-27]") {
  TagTable table;
  const auto stamp = table.latest();
  {
    const auto lease = table.lease(tagcache::TagSet{path("posts", "9")});
    table.invalidate(std::vector{tagcache::Invalidation{path("posts")}});
  }
  forget_recent(table);
  REQUIRE(table.size() == TagTable::recent_tags);
  CHECK(validity(table, stamp, table.lease(tagcache::TagSet{path("posts", "9")})) == Validity::invalidated);
}

TEST_CASE("tag bookkeeping is bounded by the entries, also under a storm of invalidations") {
  TagTable table;
  const auto lease = table.lease(tagcache::TagSet{path("kept")});
  for (int i = 0; i < 10'000; ++i) {
    table.invalidate(std::vector{tagcache::Invalidation{path("unknown", std::to_string(i))}});
    {
      const auto passing = table.lease(tagcache::TagSet{path("passing", std::to_string(i))});
    }
  }
  CHECK(table.size() == 1 + TagTable::recent_tags + 1);  // kept; the recent ones; what all of these are below
}

TEST_CASE("a copied lease keeps its tags alone") {
  TagTable table;
  auto first = table.lease(tagcache::TagSet{path("a", "b")});
  auto second = first.copy();
  first = {};
  CHECK(table.size() == 2);
  CHECK(validity(table, table.latest(), second) == Validity::valid);
  second = {};
  CHECK(table.size() == 0);
}
