#include <functional>
#include <future>
#include <optional>
#include <span>

#include "catch.hpp"
#include "forwarding_store.hpp"
#include "world.hpp"

// Invalidations that the store cannot be told of: promise 10.
// covers: RX-22, RX-23
namespace {

using tagcache::Reach;
using tagcache::Status;
using tagcache::StoreError;

/// Hears of no invalidation while it refuses.
struct DeafStore final : ForwardingStore {
  DeafStore() : ForwardingStore(tagcache::memory()) {}
  [[nodiscard]] bool blocks() const noexcept override { return is_far; }
  void invalidate(std::span<const tagcache::Invalidation> invalidations) override {
    ++tries;
    if (const auto action = std::exchange(during_next, nullptr)) action();
    if (refusals > 0 && refusals-- > 0) throw StoreError("the store is down");
    store().invalidate(invalidations);
  }
  bool is_current(const tagcache::Load& load, std::span<const tagcache::Tag> result_tags) override {
    if (const auto action = std::exchange(during_next_check, nullptr)) action();
    return ForwardingStore::is_current(load, result_tags);
  }
  tagcache::Found find(const tagcache::Request& request) override {
    tagcache::Found found = ForwardingStore::find(request);
    if (const auto action = std::exchange(after_next_find, nullptr)) action();
    return found;
  }
  std::vector<tagcache::Found> find_many(std::span<const tagcache::Request> requests) override {
    auto found = ForwardingStore::find_many(requests);
    if (const auto action = std::exchange(after_next_find, nullptr)) action();
    return found;
  }
  tagcache::Begun begin(const tagcache::Request& request) override {
    tagcache::Begun begun = ForwardingStore::begin(request);
    if (const auto action = std::exchange(after_next_begin, nullptr)) action();
    return begun;
  }
  bool is_far = false;
  int tries = 0;
  int refusals = 0;
  std::function<void()> during_next;
  std::function<void()> during_next_check;
  std::function<void()> after_next_find;
  std::function<void()> after_next_begin;
};

struct Deaf : World {
  std::shared_ptr<DeafStore> deaf = std::make_shared<DeafStore>();
  tagcache::Primitives here{deaf, options()};

  void refuse(int times) { deaf->refusals = times; }
  void invalidate_in_vain(const tagcache::Tag& tag, Reach reach = Reach::prefix) {
    refuse(1);
    CHECK_THROWS_AS(here.invalidate(tag, reach), StoreError);
  }
  /// The first try comes after 100 ms.
  void try_again(tagcache::Duration after = 100ms) {
    executor->advance(after);
    executor->run_all();
  }
};

}  // namespace

TEST_CASE("what an undelivered invalidation reaches is not served, and told again until the store hears") {
  Deaf world;
  world.here.set("key1", 1, {path("a", "b")});
  world.here.set("key2", 2, {path("c")});
  world.invalidate_in_vain(path("a"));
  CHECK_FALSE(world.here.has<int>("key1"));
  CHECK(world.here.has<int>("key2"));
  CHECK(world.here.stats().undelivered == 1);
  CHECK(world.here.stats().health.state == tagcache::Health::State::degraded);

  world.refuse(1);
  world.try_again();
  CHECK(world.here.stats().undelivered == 1);
  CHECK(world.here.stats().invalidations() == 0);
  world.try_again(199ms);
  CHECK(world.here.stats().undelivered == 1);
  world.try_again(1ms);
  CHECK(world.here.stats().undelivered == 0);
  CHECK(world.here.stats().invalidations() == 1);
  CHECK_FALSE(world.here.has<int>("key1"));
  CHECK(world.executor->waiting() == 0);
}

TEST_CASE("the pauses between tries double up to ten seconds") {
  Deaf world;
  world.invalidate_in_vain(path("a"));
  world.refuse(9);
  for (const auto pause : {100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 6400ms, 10'000ms, 10'000ms}) {
    const int tries = world.deaf->tries;
    world.try_again(pause - 1ms);
    CHECK(world.deaf->tries == tries);
    world.try_again(1ms);
    CHECK(world.deaf->tries == tries + 1);
  }
}

TEST_CASE("once delivered, what was loaded since is served") {
  Deaf world;
  const Counter load;
  world.invalidate_in_vain(path("a"));
  CHECK(*world.here.query<int>("key1", {path("a")}, load) == 1);
  CHECK(*world.here.query<int>("key1", {path("a")}, load) == 2);
  world.try_again();
  CHECK(*world.here.query<int>("key1", {path("a")}, load) == 3);
  CHECK(*world.here.query<int>("key1", {path("a")}, load) == 3);
}

TEST_CASE("other caches of the process that use the store do not serve it either, and tell the store when it cannot") {
  Deaf world;
  std::optional<tagcache::Primitives> twin(std::in_place, world.deaf, world.options("twin"));
  world.here.set("key1", 1, {path("a")});
  world.refuse(1);
  CHECK_THROWS_AS(twin->invalidate(path("a")), StoreError);
  twin.reset();
  CHECK_FALSE(world.here.has<int>("key1"));
  world.try_again();
  CHECK(world.here.stats().undelivered == 0);
}

TEST_CASE("an exact one reaches entries that carry the tag itself") {
  Deaf world;
  world.here.set("key1", 1, {path("a")});
  world.here.set("key2", 2, {path("a", "b")});
  world.invalidate_in_vain(path("a"), Reach::exact);
  CHECK_FALSE(world.here.has<int>("key1"));
  CHECK(world.here.has<int>("key2"));
}

TEST_CASE("an undelivered expiry leaves what it reaches in grace") {
  Deaf world;
  const tagcache::QueryOptions in_grace{.ttl = 1min, .grace = 1h};
  const Counter load;
  CHECK(*world.here.query<int>("key1", {path("a")}, load, in_grace) == 1);
  world.refuse(1);
  CHECK_THROWS_AS(world.here.expire(path("a")), StoreError);
  CHECK(world.here.query<int>("key1", {path("a")}, load, in_grace).status() == Status::stale);
  world.invalidate_in_vain(path("a"));
  CHECK(world.here.query<int>("key1", {path("a")}, load, in_grace).status() == Status::reloaded);
}

TEST_CASE("a load that began before it is not shared, one that began after it is") {
  Deaf world;
  const tagcache::TagSet tags{path("a")};
  const bool before = GENERATE(true, false);
  if (!before) world.invalidate_in_vain(path("a"));
  std::promise<void> begun;
  std::promise<void> release;
  auto first = std::async(std::launch::async, [&] {
    return *world.here.query<int>("key1", tags, [&] {
      begun.set_value();
      release.get_future().wait();
      return 1;
    });
  });
  begun.get_future().wait();
  if (before) world.invalidate_in_vain(path("a"));
  if (!before) world.deaf->during_next_check = [&] { release.set_value(); };  // by then this caller shares the load
  const auto second = world.here.query<int>("key1", tags, [] { return 2; });
  CHECK(second.joined() == !before);
  CHECK(*second == (before ? 2 : 1));
  if (before) release.set_value();
  CHECK(first.get() == 1);
}

TEST_CASE("an error that was remembered before it is not given after it") {
  Deaf world;
  const Failing load(1);
  const tagcache::QueryOptions errors_last{.error_ttl = 1min};
  CHECK_THROWS_AS(world.here.query<int>("key1", {path("a")}, load, errors_last), std::runtime_error);
  CHECK_THROWS_AS(world.here.query<int>("key1", {path("a")}, load, errors_last), std::runtime_error);
  CHECK(*load.loads == 1);
  world.invalidate_in_vain(path("a"));
  CHECK_THROWS_AS(world.here.query<int>("key1", {path("a")}, load, errors_last), std::runtime_error);
  CHECK(*load.loads == 2);
}

TEST_CASE("what comes while the store is told stays until it is told of that too") {
  Deaf world;
  world.invalidate_in_vain(path("a"));
  world.executor->advance(100ms);
  world.deaf->during_next = [&] { world.invalidate_in_vain(path("b")); };
  world.executor->run_all();
  CHECK(world.here.stats().undelivered == 1);
  world.here.set("key1", 1, {path("b")});
  CHECK_FALSE(world.here.has<int>("key1"));
  world.try_again();
  CHECK(world.here.stats().undelivered == 0);
}

TEST_CASE("an executor that takes nothing delays the tries until somebody meets what waits") {
  Deaf world;
  world.here.set("key1", 1, {path("a")});
  world.executor->refuse(true);
  world.invalidate_in_vain(path("a"));
  world.executor->refuse(false);
  world.try_again(1h);
  CHECK(world.here.stats().undelivered == 1);
  CHECK_FALSE(world.here.has<int>("key1"));
  world.try_again();
  CHECK(world.here.stats().undelivered == 0);
}

TEST_CASE("a shutdown tells the store once more") {
  Deaf world;
  world.invalidate_in_vain(path("a"));
  CHECK(world.here.shutdown(0ms).complete());
  CHECK(world.here.stats().undelivered == 0);
}

TEST_CASE("what work in the background was to tell the store is told when it is dropped, and not when it has begun") {
  Deaf world;
  world.deaf->is_far = true;
  world.here.set("key1", 1, {path("a")});
  const std::vector<tagcache::Invalidation> meant{{path("a")}};
  const bool begins = GENERATE(true, false);
  world.here.run_unblocked([](tagcache::Primitives&) {}, meant);
  if (begins) world.executor->run_all();
  world.refuse(1);
  CHECK(world.here.shutdown(0ms).dropped == (begins ? 0 : 1));
  CHECK(world.here.stats().undelivered == (begins ? 0 : 1));
  CHECK(world.here.has<int>("key1") == begins);
}

TEST_CASE("more of them than are kept apart give way to the tags above them") {
  Deaf world;
  world.refuse(1'001);
  for (int i = 0; i <= 1'000; ++i) {
    const auto user = tagcache::Tag("users", tagcache::wild(std::to_string(i)));
    CHECK_THROWS_AS(world.here.invalidate(user, Reach::exact), StoreError);
  }
  CHECK(world.here.stats().undelivered == 1);
  world.here.set("key1", 1, {tagcache::Tag("users", tagcache::wild("5000"))});
  CHECK_FALSE(world.here.has<int>("key1"));
}

TEST_CASE("what the store said before it heard is not served after it has heard") {
  Deaf world;
  world.here.set("key1", 1, {path("a")});
  world.invalidate_in_vain(path("a"));
  SECTION("find") {
    world.deaf->after_next_find = [&] { world.try_again(); };
    CHECK_FALSE(world.here.has<int>("key1"));
  }
  SECTION("find_many") {
    world.deaf->after_next_find = [&] { world.try_again(); };
    CHECK_FALSE(world.here.get_many<int>(std::vector<std::string>{"key1"}).front());
  }
  SECTION("begin") {
    world.deaf->after_next_begin = [&] { world.try_again(); };
    CHECK(*world.here.query<int>("key1", {path("a")}, [] { return 2; }) == 2);
  }
  CHECK(world.here.stats().undelivered == 0);
}

TEST_CASE("a try that the executor refuses comes later") {
  Deaf world;
  world.invalidate_in_vain(path("a"));
  world.executor->advance(100ms);
  world.executor->refuse_posts(true);
  world.executor->run_all();
  CHECK(world.here.stats().undelivered == 1);
  world.executor->refuse_posts(false);
  world.try_again(200ms);
  CHECK(world.here.stats().undelivered == 0);
}

TEST_CASE("any read plans a try, whatever its tags, when who planned one is gone") {
  Deaf world;
  std::optional<tagcache::Primitives> twin(std::in_place, world.deaf, world.options("twin"));
  world.refuse(1);
  CHECK_THROWS_AS(twin->invalidate(path("a")), StoreError);
  twin.reset();
  CHECK_FALSE(world.here.has<int>("of no tag"));
  world.try_again();
  CHECK(world.here.stats().undelivered == 0);
}

TEST_CASE("tags of one segment have no tag above them and are kept apart, however many they are") {
  Deaf world;
  world.refuse(3'000);
  for (int i = 0; i < 3'000; ++i) {
    CHECK_THROWS_AS(world.here.invalidate(path("page" + std::to_string(i))), StoreError);
  }
  CHECK(world.here.stats().undelivered == 3'000);
  world.here.set("key1", 1, {path("page2999")});
  world.here.set("key2", 2, {path("page3000")});
  CHECK_FALSE(world.here.has<int>("key1"));
  CHECK(world.here.has<int>("key2"));
}
