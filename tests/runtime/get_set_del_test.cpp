#include "catch.hpp"
#include "world.hpp"

using tagcache::Accept;
using tagcache::Status;

namespace {

struct Named {
  std::string foo;
  friend bool operator==(const Named&, const Named&) = default;
};

}  // namespace

TEST_CASE("a value that was set is got [P-001][P-010][S-072]", "[P-001][P-010][S-072]") {
  World world;
  world.cache.set("key1", Named{"bar"}, {path("test")}, {.ttl = 1min});
  const auto found = world.cache.get<Named>("key1");
  REQUIRE(found);
  CHECK(**found == Named{"bar"});
  CHECK(found->status() == Status::hit);
}

TEST_CASE("a key that was never stored is absent, not an error", "[P-011]") {
  World world;
  CHECK_FALSE(world.cache.get<int>("nothing"));
}

TEST_CASE("del removes, and does nothing for a key that is not stored", "[P-012][P-013][PX-36]") {
  World world;
  world.cache.set("key1", 1, {path("test")});
  world.cache.del("key1");
  CHECK_FALSE(world.cache.get<int>("key1"));
  CHECK_NOTHROW(world.cache.del("key1"));
}

TEST_CASE("a value is shared by all who read it, and constant", "[AX-14]") {
  World world;
  const std::vector<int> given{1, 2};
  world.cache.set("key", given, {});
  const auto load = [&] { return given; };
  const auto read = world.cache.query<std::vector<int>>("key", {}, load);
  const auto got = world.cache.get<std::vector<int>>("key");
  REQUIRE(got);
  static_assert(std::is_same_v<decltype(*read), const std::vector<int>&>);
  static_assert(std::is_same_v<decltype(got->value()), const std::vector<int>&>);
  static_assert(std::is_same_v<decltype(read.share()), std::shared_ptr<const std::vector<int>>>);
  CHECK(&*read == &got->value());
  CHECK(read.share().get() == &*read);
  CHECK(&*read != &given);
}

TEST_CASE("an entry without tags ends by time or del only", "[P-014]") {
  World world;
  world.cache.set("key1", 1, {});
  world.cache.invalidate(path("test"));
  CHECK(world.cache.get<int>("key1"));
  world.clock->advance(30s);
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("an entry shows its value, tags and times", "[P-015][P-090]") {
  World world;
  world.clock->advance(7s);
  const auto start = world.clock->now();
  world.cache.set("graced", 1, {path("a"), path("b", "c")}, {.ttl = 10s, .grace = 5s});
  const auto entry = world.cache.get<int>("graced")->entries().after;
  CHECK(entry.value() == 1);
  CHECK(entry.tags() == tagcache::TagSet{path("a"), path("b", "c")});
  CHECK(entry.created_at() == start);
  CHECK(entry.expires_at() == start + 10s);
  CHECK(entry.grace_until() == start + 15s);
  world.cache.set("plain", 1, {}, {.ttl = 10s, .grace = 0s});
  CHECK_FALSE(world.cache.get<int>("plain")->entries().after.grace_until());
}

TEST_CASE("setting again replaces value, tags and times", "[P-016]") {
  World world;
  world.cache.set("key1", 1, {path("old")}, {.ttl = 1s});
  world.cache.set("key1", 2, {path("new")}, {.ttl = 1min});
  world.cache.invalidate(path("old"));
  world.clock->advance(2s);
  const auto found = world.cache.get<int>("key1");
  REQUIRE(found);
  CHECK(**found == 2);
  CHECK(found->entries().after.tags() == tagcache::TagSet{path("new")});
}

TEST_CASE("get honours TTL and grace, half-open at both ends", "[P-017][P-018][P-019][PX-06][PX-10]") {
  World world;
  world.cache.set("plain", 1, {}, {.ttl = 1ms});
  world.cache.set("off", 1, {}, {.ttl = 1ms, .grace = 0ms});
  world.cache.set("graced", 1, {}, {.ttl = 1ms, .grace = 10ms});
  world.clock->advance(1ms - 1ns);
  CHECK(world.cache.get<int>("plain"));
  CHECK(world.cache.get<int>("graced")->status() == Status::hit);
  world.clock->advance(1ns);
  CHECK_FALSE(world.cache.get<int>("plain"));
  CHECK_FALSE(world.cache.get<int>("off"));
  CHECK(world.cache.get<int>("graced")->status() == Status::stale);
  CHECK_FALSE(world.cache.get<int>("graced", Accept::fresh));
  world.clock->advance(10ms - 1ns);
  CHECK(world.cache.get<int>("graced"));
  world.clock->advance(1ns);
  CHECK_FALSE(world.cache.get<int>("graced"));
}

TEST_CASE("durations of set may come from their text form", "[P-020]") {
  World world;
  for (const char* text : {"30s", "5m", "1h", "1d"}) {
    world.cache.set(text, 1, {}, {.ttl = tagcache::parse_duration(text)});
    world.clock->advance(tagcache::parse_duration(text) - 1ms);
    CHECK(world.cache.get<int>(text));
    world.clock->advance(1ms);
    CHECK_FALSE(world.cache.get<int>(text));
  }
}

TEST_CASE("an invalidated entry is absent for get, in TTL and in grace", "[P-021][P-064]") {
  World world;
  world.cache.set("young", 1, {path("t")}, {.ttl = 1min, .grace = 1h});
  world.cache.set("old", 1, {path("t")}, {.ttl = 1ms, .grace = 1h});
  world.clock->advance(1s);
  world.cache.invalidate(path("t"));
  CHECK_FALSE(world.cache.get<int>("young"));
  CHECK_FALSE(world.cache.get<int>("old"));
}

TEST_CASE("get starts no refresh", "[P-022]") {
  World world;
  world.cache.set("key1", 1, {}, {.ttl = 1ms, .grace = 1h});
  world.clock->advance(1s);
  CHECK(world.cache.get<int>("key1"));
  CHECK(world.executor->waiting() == 0);
  CHECK(world.store->calls().begin == 0);
}

TEST_CASE("set and query work on the same keys", "[P-023]") {
  World world;
  const Counter load;
  world.cache.set("key1", 7, {});
  CHECK(*world.cache.query<int>("key1", {}, load) == 7);
  CHECK(*load.loads == 0);
}

TEST_CASE("a long key is one key, for all that is done with it", "[RX-18]") {
  World world;
  const Counter load;
  const std::string key(309, 'k');
  world.cache.set(key, 7, {});
  CHECK(*world.cache.query<int>(key, {}, load) == 7);
  CHECK_FALSE(world.cache.get<int>(std::string(308, 'k')));
  world.cache.del(key);
  CHECK_FALSE(world.cache.get<int>(key));
  CHECK(*load.loads == 0);
}

TEST_CASE("set takes the default grace of the cache unless it says otherwise", "[PX-07][PX-08][P-006][P-041][S-041]") {
  World world;
  auto options = world.options("graced");
  options.defaults.grace = 1h;
  tagcache::Primitives graced(world.store, options);
  graced.set("inherits", 1, {}, {.ttl = 1ms});
  graced.set("off", 1, {}, {.ttl = 1ms, .grace = 0ms});
  world.cache.set("none", 1, {}, {.ttl = 1ms});
  world.clock->advance(1s);
  CHECK(graced.get<int>("inherits"));
  CHECK_FALSE(graced.get<int>("off"));
  CHECK_FALSE(world.cache.get<int>("none"));
}

TEST_CASE("a stored nothing is told apart from absence", "[PX-24][P-031]") {
  World world;
  world.cache.set("nothing", std::optional<int>(), {});
  const auto found = world.cache.get<std::optional<int>>("nothing");
  REQUIRE(found);
  CHECK_FALSE(found->value().has_value());
}

TEST_CASE("an entry of another type is absent and never reinterpreted", "[PX-34]") {
  World world;
  const Counter load;
  world.cache.set("key1", std::string("text"), {});
  CHECK_FALSE(world.cache.get<int>("key1"));
  CHECK(*world.cache.query<int>("key1", {}, load) == 1);
  CHECK(**world.cache.get<int>("key1") == 1);
  CHECK_FALSE(world.cache.get<std::string>("key1"));
}

TEST_CASE("prefixes keep keys apart and share tags", "[P-003][P-004][PX-35]") {
  World world;
  tagcache::Primitives other(world.store, world.options("other"));
  world.cache.set("key1", 1, {path("a")});
  CHECK_FALSE(other.get<int>("key1"));
  other.set("key1", 2, {path("a")});
  CHECK(**world.cache.get<int>("key1") == 1);
  world.cache.invalidate(path("a"));
  CHECK_FALSE(other.get<int>("key1"));
}

TEST_CASE("two caches with one prefix share entries", "[PX-35]") {
  World world;
  tagcache::Primitives twin(world.store, world.options());
  world.cache.set("key1", 1, {});
  CHECK(twin.get<int>("key1"));
}

TEST_CASE("a zero TTL without grace stores nothing and ends what was there", "[PX-09]") {
  World world;
  world.cache.set("key1", 1, {});
  world.cache.set("key1", 2, {}, {.ttl = 0ms, .grace = 0ms});
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("negative durations are refused when they are given", "[P-009][PX-09]") {
  World world;
  auto options = world.options();
  options.defaults.ttl = -1ms;
  CHECK_THROWS_WITH(tagcache::Primitives(world.store, options),
                    "ttl is -1 ms: a duration must not be negative; zero is allowed");
  options.defaults.ttl = 1ms;
  options.defaults.grace = -5s;
  CHECK_THROWS_AS(tagcache::Primitives(world.store, options), std::invalid_argument);
  CHECK_THROWS_AS(world.cache.set("key1", 1, {}, {.ttl = -1ms}), std::invalid_argument);
  CHECK_THROWS_AS(world.cache.query<int>("key1", {}, [] { return 1; }, {.grace = -1ms}), std::invalid_argument);
}

TEST_CASE("a cache without a store is refused") {
  CHECK_THROWS_AS(tagcache::Primitives(nullptr), std::invalid_argument);
}

TEST_CASE("the TTL of a cache is 30 seconds, without grace, when nothing is said", "[P-005][P-006]") {
  const auto clock = std::make_shared<tagcache::testing::ManualClock>();
  tagcache::Primitives cache(tagcache::memory(), {.clock = clock});
  cache.set("key1", 1, {});
  clock->advance(30s - 1ns);
  CHECK(cache.get<int>("key1"));
  clock->advance(1ns);
  CHECK_FALSE(cache.get<int>("key1"));
}

TEST_CASE("a TTL longer than time itself is no overflow") {
  World world;
  world.clock->advance(1h);
  world.cache.set("key1", 1, {}, {.ttl = tagcache::Duration::max(), .grace = tagcache::Duration::max()});
  CHECK(world.cache.get<int>("key1")->status() == Status::hit);
}
