#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "forwarding_store.hpp"
#include "many.hpp"
#include "scarce_new.hpp"

// Whatever fails for want of memory leaves nothing behind that others would wait for, and loses no invalidation.
namespace {

const tagcache::QueryOptions in_grace{.ttl = 1s, .grace = 1h};
const std::vector<std::string> three{"one", "two", "three"};

/// Nothing may keep any key from being refreshed, or loaded: a load that never ended would be one of this very thread.
void check_reads(World& world) {
  world.executor->refuse(false);
  world.executor->run_all();
  for (const std::string& key : three) {
    world.cache.set<int>(key, 0, tag_of(key), in_grace);
    world.clock->advance(2s);
    CHECK(*world.cache.query<int>(key, tag_of(key), [] { return 5; }, in_grace) == 0);
    world.executor->run_all();
    CHECK(*world.cache.query<int>(key, tag_of(key), [] { return 6; }, in_grace) == 5);
  }
  for (const std::string& key : three) {
    CHECK(*world.cache.query<int>(tagcache::force_refresh, key, tag_of(key), [] { return 7; }) == 7);
  }
  world.executor->run_all();
  CHECK(world.cache.shutdown(0ms).complete());
}

std::unique_ptr<World> empty_world() { return std::make_unique<World>(); }

std::unique_ptr<World> expired_world() {
  auto world = std::make_unique<World>();
  for (const std::string& key : three) world->cache.set<int>(key, 0, tag_of(key), in_grace);
  world->clock->advance(2s);
  return world;
}

std::vector<int> load_three(std::span<const std::string> missing) { return std::vector<int>(missing.size(), 1); }

/// What a caller without a thread heard, who waits for one key or for several.
struct Listener : World {
  int answers = 0;
  bool is_begun = false;
};

template <class Ends>
struct Told final : tagcache::detail::CompletionOf<Ends> {
  explicit Told(Listener& its_listener) : listener(its_listener) {}
  void complete(std::exception_ptr, std::optional<Ends>) override { ++listener.answers; }
  Listener& listener;
};

std::unique_ptr<Listener> listener_to_nothing() { return std::make_unique<Listener>(); }

std::unique_ptr<Listener> listener_to_expired() {
  auto world = std::make_unique<Listener>();
  for (const std::string& key : three) world->cache.set<int>(key, 0, tag_of(key), in_grace);
  world->clock->advance(2s);
  return world;
}

void begin(Listener& world, const std::shared_ptr<tagcache::detail::Pending>& pending) {
  world.is_begun = true;
  pending->begin();
  world.executor->run_all();
}

void read_later(Listener& world, tagcache::Primitives& cache, const tagcache::QueryOptions& options) {
  namespace detail = tagcache::detail;
  const auto parts = tagcache::key(std::string_view("one"));
  const tagcache::KeyView key = cache.key_view({}, detail::hash_name({}), parts);
  const auto tags = [] { return tag_of("one"); };
  const auto none = [](const detail::EntryPointer&) { return detail::LoadResult(); };
  const auto own = [] { return detail::OwnedLoader{detail::entry_maker<int>([] { return 1; })}; };
  const detail::ReadCall call{key, detail::value_type<int>, tags, none, own, options};
  begin(world, cache.read_later(call, std::make_unique<Told<detail::Outcome>>(world)));
}

void read_many_later(Listener& world, const tagcache::QueryOptions& options) {
  namespace detail = tagcache::detail;
  const std::vector<std::string> wanted{"one", "two", "three", "one"};
  world.cache.with_many<int>(
      {}, detail::hash_name({}), std::span(wanted), [](const std::string& key) { return tagcache::key(key); }, tag_of,
      &load_three, options, {}, detail::codec_of<int>(),
      [&](const detail::ManyCall& call) {
        begin(world, world.cache.read_many_later(call, std::make_unique<Told<std::vector<detail::Outcome>>>(world)));
      });
}

/// Whoever was begun is answered, once.
void check_answers(Listener& world, bool) {
  world.executor->run_all();
  CHECK(world.answers == (world.is_begun ? 1 : 0));
  check_reads(world);
}

/// Hears of no invalidation while it is down.
struct DownStore final : ForwardingStore {
  DownStore() : ForwardingStore(tagcache::memory()) {}
  void invalidate(std::span<const tagcache::Invalidation>) override { throw tagcache::StoreError("the store is down"); }
};

struct Down : World {
  tagcache::Primitives here{std::make_shared<DownStore>(), options()};
};

/// Keeps what is due later apart from loads, which no thread has taken yet.
struct TimersFirst final : tagcache::Executor {
  std::vector<std::function<void()>> loads;
  std::vector<std::function<void()>> timers;

  bool post(std::function<void()> task) override {
    loads.push_back(std::move(task));
    return true;
  }
  bool post_after(tagcache::Duration /*delay*/, std::function<void()> task) override {
    timers.push_back(std::move(task));
    return true;
  }
};

struct Timed : Listener {
  std::shared_ptr<TimersFirst> timers_first = std::make_shared<TimersFirst>();
  tagcache::Primitives here{store, [this] {
                              auto cache_options = options();
                              cache_options.executor = timers_first;
                              return cache_options;
                            }()};
};

}  // namespace

TEST_CASE("memory runs out: a read leaves no load unended") {
  const auto read = [](World& world) {
    static_cast<void>(world.cache.query<int>("one", tag_of("one"), [] { return 1; }, in_grace));
  };
  CHECK(scarce::at_each_allocation(empty_world, read, [](World& world, bool) { check_reads(world); }) > 3);
  CHECK(scarce::at_each_allocation(expired_world, read, [](World& world, bool) { check_reads(world); }) > 3);
}

TEST_CASE("memory runs out: a read of several keys leaves no load unended") {
  const auto read = [](World& world) {
    static_cast<void>(world.cache.query_many<int>(three, tag_of, &load_three, in_grace));
  };
  CHECK(scarce::at_each_allocation(empty_world, read, [](World& world, bool) { check_reads(world); }) > 10);
  CHECK(scarce::at_each_allocation(expired_world, read, [](World& world, bool) { check_reads(world); }) > 10);
}

TEST_CASE("memory runs out: a read of several keys that no executor takes leaves no load unended") {
  const auto prepare = [] {
    auto world = empty_world();
    world->executor->refuse(true);
    return world;
  };
  const auto read = [](World& world) {
    const tagcache::QueryOptions timed{.hard_timeout = 1h};
    static_cast<void>(world.cache.query_many<int>(three, tag_of, &load_three, timed));
  };
  CHECK(scarce::at_each_allocation(prepare, read, [](World& world, bool) { check_reads(world); }) > 10);
}

TEST_CASE("memory runs out: a refresh of several keys leaves no load unended") {
  const auto prepare = [] {
    auto world = expired_world();
    static_cast<void>(world->cache.query_many<int>(three, tag_of, &load_three, in_grace));
    return world;
  };
  const auto run = [](World& world) { world.executor->run_all(); };
  CHECK(scarce::at_each_allocation(prepare, run, [](World& world, bool) { check_reads(world); }) > 10);
}

TEST_CASE("memory runs out: whoever invalidates in vain is told, and what he was told of is remembered") {
  const auto prepare = [] { return std::make_unique<Down>(); };
  const std::vector<tagcache::Invalidation> two{{path("users", "a longer name than fits")},
                                                {path("posts", "another one like this")}};
  bool is_told_by_store = false;
  const auto invalidate = [&](Down& world) {
    is_told_by_store = false;
    try {
      world.here.invalidate(two);
    } catch (const tagcache::StoreError&) {
      is_told_by_store = true;
      if (scarce::left < 0) throw;
    }
  };
  const auto check = [&](Down& world, bool) {
    const auto remembered = world.here.stats().undelivered;
    CHECK((remembered == 2 || (remembered == 0 && !is_told_by_store)));  // all, or nothing while it was not tried
  };
  CHECK(scarce::at_each_allocation(prepare, invalidate, check) > 3);
  CHECK(is_told_by_store);
}

TEST_CASE("memory runs out: a reader without a thread is answered, and leaves no load unended") {
  const tagcache::QueryOptions options =
      GENERATE(as<tagcache::QueryOptions>{}, in_grace,
               tagcache::QueryOptions{.ttl = 1s, .grace = 1h, .soft_timeout = 1h, .hard_timeout = 2h},
               tagcache::QueryOptions{.ttl = 1s, .grace = 1h, .single_flight = false});
  const auto one = [&](Listener& world) { read_later(world, world.cache, options); };
  const auto several = [&](Listener& world) { read_many_later(world, options); };
  CHECK(scarce::at_each_allocation(listener_to_nothing, one, check_answers) > 5);
  CHECK(scarce::at_each_allocation(listener_to_expired, one, check_answers) > 5);
  CHECK(scarce::at_each_allocation(listener_to_nothing, several, check_answers) > 20);
  CHECK(scarce::at_each_allocation(listener_to_expired, several, check_answers) > 20);
}

TEST_CASE("memory runs out: an executor whose timer rings is not told") {
  const auto prepare = [] {
    auto world = std::make_unique<Timed>();
    read_later(*world, world->here, {.hard_timeout = 1h});
    REQUIRE(world->timers_first->timers.size() == 1);
    return world;
  };
  bool threw = false;
  const auto ring = [&](Timed& world) {
    try {
      world.timers_first->timers.front()();
    } catch (...) {
      threw = true;
    }
  };
  const auto check = [](Timed& world, bool) { CHECK(world.answers == 1); };
  CHECK(scarce::at_each_allocation(prepare, ring, check) > 0);
  CHECK_FALSE(threw);
}
