#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "forwarding_store.hpp"
#include "world.hpp"

using tagcache::QueryOptions;
using tagcache::Status;

namespace {

/// A cache on memory that nothing stands in front of: hits are found without a lock, and without asking the store.
struct HitWorld {
  World parts;
  std::shared_ptr<tagcache::MemoryStore> memory = tagcache::memory();
  tagcache::Primitives cache{memory, parts.options()};
  Counter load;

  [[nodiscard]] int read(const QueryOptions& options = {}) { return *query(options); }
  [[nodiscard]] tagcache::Handle<int> query(const QueryOptions& options = {}) {
    return cache.query<int>("key", {path("t")}, load, options);
  }
};

/// An entry that does something when it is asked about its tags: between finding a slot and judging it.
struct TellingEntry final : tagcache::detail::EntryNode {
  [[nodiscard]] const tagcache::detail::ValueType& type() const noexcept override {
    return tagcache::detail::value_type<int>;
  }
  [[nodiscard]] const void* value() const noexcept override { return &number; }
  [[nodiscard]] std::span<const tagcache::Tag> judged_tags() const noexcept override {
    if (const auto told = std::exchange(on_judged, nullptr)) told();
    return tags;
  }

  const int number = 1;
  mutable std::function<void()> on_judged;
};

/// The first entry that is set there is one that tells.
struct TellingStore final : ForwardingStore {
  TellingStore() : ForwardingStore(tagcache::memory()) {}
  void set(const tagcache::Request& request, tagcache::detail::EntryPointer entry) override {
    if (!first) {
      first = std::make_shared<TellingEntry>();
      first->tags = entry->tags;
      first->expires_at = first->grace_until = entry->expires_at;
      entry = first;
    }
    ForwardingStore::set(request, std::move(entry));
  }

  std::shared_ptr<TellingEntry> first;
};

}  // namespace

TEST_CASE("a thread that holds handles, however many, is told what has died") {
  const World parts;
  tagcache::Primitives cache(tagcache::memory(), parts.options());
  std::vector<tagcache::Handle<int>> held;
  for (int i = 0; i < 20; ++i) {
    cache.set("dead", 1, {path("t")});
    cache.invalidate(path("t"));
    CHECK_FALSE(cache.get<int>("dead"));
    cache.set(std::to_string(i), i, {});
    held.push_back(cache.query<int>(std::to_string(i), {}, [] { return -1; }));
  }
}

#ifdef __linux__  // elsewhere readers hold a lock while they ask about tags
TEST_CASE("what dies when another has taken its place is not missing for who found it before") {
  const World parts;
  const auto store = std::make_shared<TellingStore>();
  tagcache::Primitives cache(store, parts.options());
  cache.set("key", 1, {path("first")});
  cache.invalidate(path("other"));  // after that tags are looked at
  store->first->on_judged = [&] {
    cache.set("key", 2, {path("second")});
    cache.invalidate(path("first"));
  };
  const auto found = cache.get<int>("key");
  CHECK(store->first->on_judged == nullptr);
  REQUIRE(found);
  CHECK(**found == 2);
}
#endif

TEST_CASE("a hit in memory says what a hit says") {
  HitWorld world;
  static_cast<void>(world.read());
  world.parts.clock->advance(3s);
  const auto hit = world.query();
  CHECK(*hit == 1);
  CHECK(hit.status() == Status::hit);
  CHECK_FALSE(hit.joined());
  CHECK(hit.age() == 3s);
  CHECK(hit.entries().before == hit.entries().after);
  CHECK(hit.entries().after.tags() == tagcache::TagSet{path("t")});
  CHECK(*hit.share() == 1);
  const auto total = world.cache.stats().total();
  CHECK(total.hits == 1);
  CHECK(total.misses() == 1);
}

TEST_CASE("a hit in memory is fresh to the last instant of its ttl, and not beyond") {
  HitWorld world;
  static_cast<void>(world.read());
  world.parts.clock->advance(30s - 1ns);
  CHECK(world.read() == 1);
  world.parts.clock->advance(1ns);
  CHECK(world.read() == 2);
}

TEST_CASE("what took a value away is seen by the next hit in memory") {
  HitWorld world;
  CHECK(world.read() == 1);
  CHECK(world.read() == 1);
  SECTION("an invalidation") { world.cache.invalidate(path("t")); }
  SECTION("an expiry of its tag") { world.cache.expire(path("t")); }
  SECTION("an expiry of its key") { world.cache.expire("key"); }
  SECTION("clear") { world.cache.clear(); }
  SECTION("del") { world.cache.del("key"); }
  SECTION("the end of the store") { world.memory->disconnect(); }
  CHECK(world.read() == 2);
  CHECK(world.read() == 2);
}

TEST_CASE("a hit in memory is of the type that is asked for") {
  HitWorld world;
  static_cast<void>(world.read());
  const auto text = world.cache.query<std::string>("key", {path("t")}, [] { return std::string("text"); });
  CHECK(text.status() == Status::miss);
  CHECK(*text == "text");
}

TEST_CASE("an invalidation that could not be delivered is seen by the next hit in memory") {
  /// Fails to be told, and hides nothing of what it is asked.
  struct Deaf final : ForwardingStore {
    explicit Deaf(const std::shared_ptr<tagcache::Store>& inner) : ForwardingStore(inner), hits(inner->engine()) {}
    tagcache::detail::MemoryEngine* engine() noexcept override { return hits; }
    void invalidate(std::span<const tagcache::Invalidation>) override { throw tagcache::StoreError("it is deaf"); }
    tagcache::detail::MemoryEngine* hits;
  };
  World parts;
  tagcache::Primitives cache(std::make_shared<Deaf>(tagcache::memory()), parts.options());
  const Counter load;
  for (int i = 0; i < 2; ++i) CHECK(*cache.query<int>("key", {path("t")}, load) == 1);
  CHECK_THROWS_AS(cache.invalidate(path("t")), tagcache::StoreError);
  CHECK(*cache.query<int>("key", {path("t")}, load) == 2);
}

TEST_CASE("a hit in memory is not served while the cache is switched off") {
  HitWorld world;
  static_cast<void>(world.read());
  world.cache.set_enabled(false);
  CHECK(world.read() == 2);
  world.cache.set_enabled(true);
  CHECK(world.read() == 1);
}

TEST_CASE("hits in memory keep an entry from idling away") {
  HitWorld world;
  const QueryOptions idling{.ttl = 1h, .idle_ttl = 1min};
  for (int i = 0; i < 3; ++i) {
    CHECK(world.read(idling) == 1);
    world.parts.clock->advance(59s);
  }
  world.parts.clock->advance(1s);
  CHECK(world.read(idling) == 2);
}

TEST_CASE("a hit in memory that needs a refresh ahead of its end asks for one") {
  HitWorld world;
  const QueryOptions ahead{.ttl = 1h, .refresh_ahead = std::chrono::minutes(5)};
  static_cast<void>(world.read(ahead));
  world.parts.clock->advance(55min - 1ns);
  CHECK(world.read(ahead) == 1);
  CHECK(world.parts.executor->waiting() == 0);
  world.parts.clock->advance(1ns);
  CHECK(world.read(ahead) == 1);
  CHECK(world.parts.executor->run_all() == 1);
  CHECK(world.read(ahead) == 2);
}

TEST_CASE("hits in memory are verified, and refreshed by chance") {
  HitWorld world;
  QueryOptions options{.ttl = 30s};
  SECTION("verified") { options.verify = 1; }
  SECTION("by chance") {
    options.refresh_ahead = tagcache::RefreshAhead::probabilistic;
    world.parts.randomness->set(0.999'999'999);
  }
  const auto slow = [&] {
    world.parts.clock->advance(10s);
    return world.load();
  };
  const auto read = [&] { return world.cache.query<int>("key", {path("t")}, slow, options); };
  static_cast<void>(read());
  CHECK(read().status() == Status::hit);
  CHECK(world.parts.executor->run_all() == 1);
  CHECK(*world.load.loads == 2);
}

TEST_CASE("an observer hears of hits in memory") {
  World parts;
  std::vector<std::string> lines;
  auto options = parts.options();
  options.observer = tagcache::log_lines(
      [&lines](tagcache::Level, std::string_view text) { lines.emplace_back(text.substr(0, text.find(' '))); },
      tagcache::Level::debug);
  tagcache::Primitives cache(tagcache::memory(), options);
  for (int i = 0; i < 2; ++i) static_cast<void>(cache.query<int>("key", {}, [] { return 1; }));
  CHECK(lines == std::vector<std::string>{"LOAD", "MISS", "HIT"});
}

TEST_CASE("a hit in memory of a query goes by the options of the call, when it has some") {
  World parts;
  constexpr std::array<std::string_view, 1> names{"get"};
  tagcache::Primitives cache(tagcache::memory(), parts.options(), names);
  const auto key = tagcache::key(7);
  const auto tags = [] { return tagcache::TagSet(); };
  const auto load = [] { return 1; };
  const auto own = [&load] { return load; };
  const auto read = [&](const QueryOptions& options, const tagcache::detail::Manner& manner) {
    return cache.read<int>(cache.key_view("get", 1, key), tags, load, own, options, manner).status();
  };
  const QueryOptions of_schema{.ttl = 1h};
  CHECK(read(of_schema, {.query = 1, .as_schema = true}) == Status::miss);
  CHECK(read(of_schema, {.query = 1, .as_schema = true}) == Status::hit);
  parts.clock->advance(30min);
  CHECK(read(of_schema, {.query = 1, .as_schema = true}) == Status::hit);
  CHECK(parts.executor->waiting() == 0);
  CHECK(read({.ttl = 1h, .refresh_ahead = std::chrono::minutes(40)}, {.query = 1}) == Status::hit);
  CHECK(parts.executor->waiting() == 1);
}

TEST_CASE("options that make no sense are refused by hits in memory too") {
  HitWorld world;
  static_cast<void>(world.read());
  CHECK_THROWS_AS(world.read({.jitter = 2}), std::invalid_argument);
}

TEST_CASE("the rough time of the clock of the machine is near the exact one") {
  const auto clock = tagcache::steady_clock();
  for (int i = 0; i < 1000; ++i) {
    const auto before = clock->now();
    const auto roughly = clock->roughly_now();
    // No more is promised of a machine that may stand still; a test that waited for it would be no better.
    CHECK(roughly > before - 10s);
    CHECK(roughly < clock->now() + 100ms);
  }
}
