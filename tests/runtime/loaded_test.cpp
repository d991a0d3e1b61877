#include <algorithm>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Loaded;
using tagcache::Previous;
using tagcache::Status;

namespace {

const tagcache::TagSet tags{path("t")};
constexpr tagcache::QueryOptions with_grace{.ttl = 10s, .grace = 1min};

/// A source that answers as a web server does, with the text itself as its validator.
struct Server {
  std::string text = "one";
  int loads = 0;
  int sent = 0;
  std::string asked = "never";

  Loaded<std::string> operator()(const Previous<std::string>& previous) {
    ++loads;
    asked = previous.validator();
    if (previous.entry() && asked == text) return tagcache::unchanged;
    ++sent;
    return Loaded(text).validator(text);
  }
};

struct LoadingWorld : World {
  Server server;

  auto read(const tagcache::QueryOptions& options = with_grace) {
    return cache.query<std::string>("page", tags, std::ref(server), options);
  }
  template <class Loader>
  auto number(const Loader& load, const tagcache::QueryOptions& options = {}) {
    return cache.query<int>("number", tags, load, options);
  }
};

}  // namespace

TEST_CASE("a loader sets the life of its value") {
  LoadingWorld world;
  const auto read = [&] {
    return world.number([] { return Loaded(1).ttl(5s).grace(7s); }, {.ttl = 1h, .grace = 2h}).entries().after;
  };
  CHECK(read().expires_at() == world.clock->now() + 5s);
  CHECK(read().grace_until() == world.clock->now() + 12s);
  world.clock->advance(5s);
  CHECK(world.number(Counter(), {.grace = 1h}).status() == Status::stale);
}

TEST_CASE("what a loader does not set is as the options have it") {
  LoadingWorld world;
  const auto entry = world.number([] { return Loaded(1); }, {.ttl = 3s, .grace = 4s}).entries().after;
  CHECK(entry.expires_at() == world.clock->now() + 3s);
  CHECK(entry.grace_until() == world.clock->now() + 7s);
  CHECK(entry.validator().empty());
}

TEST_CASE("jitter changes the ttl that a loader set, and that of what says there is none is the loader's too") {
  LoadingWorld world;
  world.randomness->set(0);
  const auto jittered = world.number([] { return Loaded(1).ttl(100s); }, {.jitter = 0.1}).entries().after;
  CHECK(jittered.expires_at() == world.clock->now() + 90s);
  const auto none = world.cache.query<std::optional<int>>(
      "none", tags, [] { return Loaded(std::optional<int>()).ttl(9s); }, {.negative_ttl = 0s});
  CHECK(none.entries().after.expires_at() == world.clock->now() + 9s);
}

TEST_CASE("a loader may say how much its value weighs") {
  World world;
  tagcache::Primitives cache(tagcache::memory({.max_bytes = 1'000'000}), world.options());
  const auto read = [&](std::uint64_t bytes) {
    return cache.query<int>("key1", tags, [bytes] { return Loaded(1).weight(bytes); }, {.weight = 1}).status();
  };
  CHECK(read(1'000'000) == Status::miss);
  CHECK(read(1'000) == Status::miss);
  CHECK(read(1'000) == Status::hit);
}

TEST_CASE("a value that its loader does not want kept goes to who asked, and what was kept before goes", "[PX-09]") {
  LoadingWorld world;
  std::function<Loaded<int>(int)> wish;
  SECTION("uncached") {
    wish = [](int value) { return Loaded(value).uncached(); };
  }
  SECTION("uncached, whatever its life") {
    wish = [](int value) { return Loaded(value).uncached().ttl(1h).grace(1h); };
  }
  SECTION("a ttl of zero") {
    wish = [](int value) { return Loaded(value).ttl(0s); };
  }
  static_cast<void>(world.number([] { return 1; }, with_grace));
  world.clock->advance(10s);
  CHECK(world.number([&] { return wish(2); }, with_grace).status() == Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK_FALSE(world.cache.get<int>("number"));
  CHECK(*world.number([&] { return wish(3); }, with_grace) == 3);
  const auto last = world.number([&] { return wish(4); }, with_grace);
  CHECK(*last == 4);
  CHECK(last.status() == Status::miss);
}

TEST_CASE("who shares the load of a value that is not kept gets it") {
  LoadingWorld world;
  std::thread other;
  int shared = 0;
  const auto lead = world.number([&] {
    other = std::thread([&] { shared = *world.number([] { return 2; }); });
    world.store->wait_for_joins(1);
    return Loaded(1).uncached();
  });
  other.join();
  CHECK(*lead == 1);
  CHECK(shared == 1);
  CHECK_FALSE(world.cache.get<int>("number"));
}

TEST_CASE("a loader sees what is stored, whatever became of it, and nothing else") {
  LoadingWorld world;
  std::optional<int> seen;
  const auto read = [&](int value) {
    return world.number(
        [&seen, value](const Previous<int>& previous) {
          seen = previous.entry() ? std::optional(previous.entry()->value()) : std::nullopt;
          CHECK(previous.validator().empty());
          return value;
        },
        {.ttl = 10s});
  };
  static_cast<void>(read(1));
  CHECK_FALSE(seen);
  std::optional<int> expected;
  SECTION("expired") {
    world.clock->advance(10s);
    expected = 1;
  }
  SECTION("invalidated") {
    world.cache.invalidate(path("t"));
    expected = 1;
  }
  SECTION("cleared") { world.cache.clear(); }
  SECTION("deleted") { world.cache.del("number"); }
  SECTION("of another type") { world.cache.set("number", std::string("x"), tags); }
  CHECK(*read(2) == 2);
  CHECK(seen == expected);
}

TEST_CASE("a refresh in the background sees what is stored") {
  LoadingWorld world;
  static_cast<void>(world.read());
  CHECK(world.server.asked.empty());
  world.clock->advance(10s);
  CHECK(world.read().status() == Status::stale);
  world.server.text = "two";
  CHECK(world.executor->run_all() == 1);
  CHECK(world.server.asked == "one");
  CHECK(*world.read() == "two");
}

TEST_CASE("unchanged gives the previous value a new life, without a copy") {
  LoadingWorld world;
  const auto first = world.read();
  world.clock->advance(10s);
  SECTION("in the background") {
    static_cast<void>(world.read());
    CHECK(world.executor->run_all() == 1);
  }
  SECTION("in the foreground, after an invalidation") {
    world.cache.invalidate(path("t"));
    CHECK(world.read().status() == Status::reloaded);
  }
  const auto renewed = world.read();
  CHECK(renewed.status() == Status::hit);
  CHECK(&*renewed == &*first);
  CHECK(world.server.loads == 2);
  CHECK(world.server.sent == 1);
  const auto entry = renewed.entries().after;
  CHECK(entry.created_at() == world.clock->now());
  CHECK(entry.expires_at() == world.clock->now() + 10s);
  CHECK(entry.validator() == "one");
  CHECK(entry.tags() == tags);
}

TEST_CASE("a value that is renewed again and again keeps only the entry that it came with") {
  LoadingWorld world;
  const auto watched = [&](const Previous<std::shared_ptr<int>>& previous) -> Loaded<std::shared_ptr<int>> {
    if (previous.entry()) return tagcache::unchanged;
    return std::make_shared<int>(1);
  };
  const auto read = [&] { return world.cache.query<std::shared_ptr<int>>("kept", tags, watched); };
  const auto original = read().share();
  std::vector<std::weak_ptr<const void>> entries;
  for (int i = 0; i < 100; ++i) {
    world.cache.invalidate(path("t"));
    entries.emplace_back(read().share());
  }
  CHECK(read().share().get() == original.get());
  entries.pop_back();  // the one that is stored
  // Some that were replaced wait to end together.
  CHECK(std::count_if(entries.begin(), entries.end(), [](const auto& entry) { return !entry.expired(); }) <= 64);
  CHECK(entries.front().expired());
}

TEST_CASE("unchanged keeps the tags that the value told, unless others are told") {
  LoadingWorld world;
  bool tells_others = false;
  int loads = 0;
  const auto load = [&](const Previous<int>& previous) -> Loaded<int> {
    ++loads;
    if (!previous.entry()) return Loaded(1).tags({path("told"), path("t")});
    return tells_others ? Loaded<int>(tagcache::unchanged).tags({path("other")}) : tagcache::unchanged;
  };
  static_cast<void>(world.number(load));
  world.cache.invalidate(path("t"));
  SECTION("kept") {
    CHECK(world.number(load).entries().after.tags() == tagcache::TagSet{path("t"), path("told")});
    world.cache.invalidate(path("told"));
  }
  SECTION("others") {
    tells_others = true;
    CHECK(world.number(load).entries().after.tags() == tagcache::TagSet{path("t"), path("other")});
    world.cache.invalidate(path("told"));
    CHECK(world.number(load).status() == Status::hit);
    world.cache.invalidate(path("other"));
  }
  CHECK(loads == 2);
  static_cast<void>(world.number(load));
  CHECK(loads == 3);
}

TEST_CASE("an invalidation while the loader finds the value unchanged wins", "[PX-01]") {
  LoadingWorld world;
  bool invalidates = false;
  const auto load = [&](const Previous<int>& previous) -> Loaded<int> {
    if (!previous.entry()) return Loaded(1).tags({path("told")});
    if (invalidates) world.cache.invalidate(path("told"));
    return tagcache::unchanged;
  };
  static_cast<void>(world.number(load));
  world.cache.invalidate(path("t"));
  invalidates = true;
  CHECK(world.number(load).status() == Status::reloaded);
  invalidates = false;
  CHECK(world.number(load).status() == Status::reloaded);
  CHECK(world.number(load).status() == Status::hit);
}

TEST_CASE("unchanged says what else holds for the value now") {
  LoadingWorld world;
  const auto load = [&](const Previous<int>& previous) -> Loaded<int> {
    if (!previous.entry()) return Loaded(1).validator("a").ttl(1s);
    return Loaded<int>(tagcache::unchanged).validator("b").ttl(2s).weight(5);
  };
  static_cast<void>(world.number(load));
  world.clock->advance(1s);
  const auto entry = world.number(load).entries().after;
  CHECK(entry.validator() == "b");
  CHECK(entry.expires_at() == world.clock->now() + 2s);
}

TEST_CASE("unchanged without a previous value is an error of the load") {
  LoadingWorld world;
  const auto load = [](const Previous<int>&) -> Loaded<int> { return tagcache::unchanged; };
  CHECK_THROWS_MATCHES(world.number(load), std::logic_error,
                       Catch::Matchers::Message("the loader of tagcache:\"number\" says tagcache::unchanged, but it "
                                                "was shown no previous value: load the value when Previous::entry() "
                                                "is absent"));
  CHECK(*world.number([] { return 5; }) == 5);
}

TEST_CASE("negative durations from a loader are errors of the load") {
  LoadingWorld world;
  CHECK_THROWS_MATCHES(world.number([] { return Loaded(1).ttl(-1ms); }), std::invalid_argument,
                       Catch::Matchers::Message("ttl is -1 ms: a duration must not be negative; zero is allowed"));
  CHECK_THROWS_MATCHES(world.number([] { return Loaded(1).grace(-2s); }), std::invalid_argument,
                       Catch::Matchers::Message("grace is -2000 ms: a duration must not be negative; zero is allowed"));
}

TEST_CASE("a verification shows its loader nothing, so that the source is really asked", "[P-060]") {
  LoadingWorld world;
  auto checked = with_grace;
  checked.verify = 1;
  static_cast<void>(world.read(checked));
  CHECK(world.read(checked).status() == Status::hit);
  world.server.asked = "never";
  CHECK(world.executor->run_all() == 1);
  CHECK(world.server.asked.empty());
  CHECK(world.server.sent == 2);
  CHECK(world.cache.stats().total().verified == 1);
}

TEST_CASE("what a loader returns can be looked at") {
  auto loaded = Loaded(std::make_unique<int>(3));
  loaded.tags({path("a")}).tags({path("b")}).ttl(1s).grace(2s).validator("v").weight(9).uncached();
  CHECK(**loaded.value() == 3);
  CHECK(loaded.settings().tags == tagcache::TagSet{path("a"), path("b")});
  CHECK(loaded.settings().ttl == 1s);
  CHECK(loaded.settings().grace == 2s);
  CHECK(loaded.settings().validator == "v");
  CHECK(loaded.settings().weight == 9U);
  CHECK(loaded.settings().uncached);
  CHECK(*loaded.take() == 3);
  CHECK(Loaded<int>(tagcache::unchanged).value() == nullptr);
}

TEST_CASE("a load that is older than one that is not kept is not kept either") {
  World world;
  const tagcache::QueryOptions alone{.single_flight = false};
  std::latch begun(1);
  std::latch may_end(1);
  auto older = std::async(std::launch::async, [&] {
    const auto load = [&] {
      begun.count_down();
      may_end.wait();
      return 1;
    };
    return *world.cache.query<int>("key1", {}, load, alone);
  });
  begun.wait();
  CHECK(*world.cache.query<int>("key1", {}, [] { return Loaded(2).uncached(); }, alone) == 2);
  may_end.count_down();
  CHECK(older.get() == 1);
  CHECK_FALSE(world.cache.has<int>("key1"));
}
