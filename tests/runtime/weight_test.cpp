#include <limits>
#include <string>

#include "catch.hpp"
#include "world.hpp"

namespace {

constexpr std::uint64_t mebibyte = 1024 * 1024;

/// How many of `count` entries of this weight a store of 1 MiB holds in the end.
int kept(int count, const tagcache::QueryOptions& options, const tagcache::TagSet& tags = {}) {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_bytes = mebibyte}), world.options());
  for (int i = 0; i < count; ++i) cache.set(std::to_string(i), i, tags, options);
  int found = 0;
  for (int i = 0; i < count; ++i) found += cache.get<int>(std::to_string(i)) ? 1 : 0;
  return found;
}

}  // namespace

TEST_CASE("a store that is bounded in bytes holds as much as fits, by weight") {
  CHECK(kept(200, {.weight = mebibyte / 16}) == 15);          // each costs a little beside its weight
  CHECK(kept(200, {.weight = mebibyte / 16 - 3'000}) == 15);  // tags and departed keys take a fortieth each
  CHECK(kept(200, {.weight = mebibyte / 16 - 5'000}) == 16);
  CHECK(kept(200, {.weight = mebibyte / 128}) > 100);
  CHECK(kept(200, {.weight = mebibyte / 128}) <= 128);
}

TEST_CASE("what entries of no weight take beside their value counts too") {
  const int plain = kept(20'000, {.weight = 0});
  CHECK(plain > 1'000);
  CHECK(plain < 10'000);
  const std::string long_name(1'000, 'n');
  CHECK(kept(20'000, {.weight = 0}, {path(long_name)}) < 1'000);
}

TEST_CASE("what an entry keeps of another one, whose value it shares, counts") {
  World world;
  const auto store = tagcache::memory({.max_bytes = 64 * mebibyte});
  tagcache::Primitives cache(store, world.options());
  const std::string long_name(100, 'n');
  const tagcache::TagSet tags{path(long_name, "a"), path(long_name, "b"), path(long_name, "c")};
  const auto load = [](const tagcache::Previous<int>& previous) -> tagcache::Loaded<int> {
    if (previous.entry()) return tagcache::unchanged;
    return 1;
  };
  const auto bytes_after_loads = [&] {
    for (int i = 0; i < 100; ++i) {
      static_cast<void>(cache.query<int>(tagcache::force_refresh, std::to_string(i), tags, load));
    }
    return *store->stats().bytes / 100;
  };
  const std::uint64_t first = bytes_after_loads();
  const std::uint64_t shared = bytes_after_loads();
  const std::uint64_t of_tags = tags.size() * (sizeof(tagcache::Tag) + long_name.size());
  const auto parts = tagcache::key(std::string_view("1"));
  const std::uint64_t of_room = cache.room_beside(cache.key_view({}, 0, parts), tagcache::detail::value_type<int>, {});
  CHECK(shared >= first + of_tags + sizeof(tagcache::detail::EntryNode) + of_room);
  CHECK(bytes_after_loads() == shared);  // of the first one, and not of all between
}

TEST_CASE("without a weight the size of the type counts") {
  struct Large {
    char bytes[mebibyte / 4];
  };
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_bytes = mebibyte}), world.options());
  for (int i = 0; i < 10; ++i) cache.set(std::to_string(i), Large{}, {});
  int found = 0;
  for (int i = 0; i < 10; ++i) found += cache.get<Large>(std::to_string(i)) ? 1 : 0;
  CHECK(found == 3);
}

TEST_CASE("what is heavier than the bound is not kept, and nothing goes for it") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_bytes = mebibyte}), world.options());
  cache.set("light", 1, {});
  cache.set("heavy", 1, {}, {.weight = mebibyte});
  cache.set("endless", 1, {}, {.weight = std::numeric_limits<std::uint64_t>::max()});
  CHECK_FALSE(cache.get<int>("heavy"));
  CHECK_FALSE(cache.get<int>("endless"));
  CHECK(cache.get<int>("light"));
  const auto handle = cache.query<int>("heavy", {}, [] { return 1; }, {.weight = mebibyte});
  CHECK(*handle == 1);
}

TEST_CASE("what is replaced, deleted or given up makes room") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_bytes = mebibyte}), world.options());
  const tagcache::QueryOptions half{.weight = mebibyte / 2 - 40'000};
  for (int i = 0; i < 100; ++i) cache.set("same", i, {}, half);
  cache.set("other", 1, {}, half);
  CHECK(cache.get<int>("same"));
  CHECK(cache.get<int>("other"));
  cache.del("same");
  cache.set("third", 1, {}, half);
  CHECK(cache.get<int>("other"));
  CHECK(cache.get<int>("third"));
  cache.disconnect();
  cache.set("fourth", 1, {}, half);
  cache.set("fifth", 1, {}, half);
  CHECK(cache.get<int>("fourth"));
  CHECK(cache.get<int>("fifth"));
}

TEST_CASE("both bounds hold, and a store without one in bytes does not weigh") {
  World world;
  tagcache::Primitives few(tagcache::memory({.max_entries = 2, .max_bytes = mebibyte}), world.options());
  for (int i = 0; i < 5; ++i) few.set(std::to_string(i), i, {});
  int found = 0;
  for (int i = 0; i < 5; ++i) found += few.get<int>(std::to_string(i)) ? 1 : 0;
  CHECK(found == 2);
  const tagcache::QueryOptions heavy{.weight = std::numeric_limits<std::uint64_t>::max() / 2};
  for (int i = 0; i < 5; ++i) world.cache.set(std::to_string(i), i, {}, heavy);
  for (int i = 0; i < 5; ++i) CHECK(world.cache.get<int>(std::to_string(i)));
}
