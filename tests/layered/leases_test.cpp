#include <functional>
#include <stdexcept>

#include "catch.hpp"
#include "lease_wait.hpp"
#include "nodes.hpp"

/// One node loads, and the others wait for it: how long, for what, and what ends it.
namespace {

/// Who waits is at once where the wait was to end. What others do meanwhile is planned.
class JumpingClock final : public tagcache::Clock {
 public:
  [[nodiscard]] tagcache::TimePoint now() const noexcept override { return now_; }
  void wait_until(std::unique_lock<std::mutex>&, std::condition_variable&, tagcache::TimePoint until) const override {
    now_ = std::max(now_, until);
    if (++waits_ == planned_) meanwhile_();
  }
  void advance(tagcache::Duration step) { now_ += step; }
  [[nodiscard]] int waits() const { return waits_; }
  /// In the wait of that number, counted from 1.
  void at_wait(int number, std::function<void()> what) {
    planned_ = number;
    meanwhile_ = std::move(what);
  }

 private:
  mutable tagcache::TimePoint now_ = begin_of_time;
  mutable int waits_ = 0;
  int planned_ = 0;
  std::function<void()> meanwhile_;
};

constexpr tagcache::Duration lease = 4s;
const Tag tag("users", tagcache::wild("1"));

/// A node, and what a cache of it reads.
struct Reading : Node {
  Reading(tagcache::testing::RemoteServer& server, const std::shared_ptr<JumpingClock>& its_clock,
          const tagcache::QueryOptions& defaults)
      : Node(server, its_clock),
        cache(store, {.prefix = "app",
                      .defaults = tagcache::filled(defaults, {.ttl = 1h, .lease = lease}),
                      .clock = its_clock,
                      .executor = executor}) {}

  int read(const tagcache::QueryOptions& options = {}) {
    return *cache.query<int>(
        "k", {tag}, [this] { return 100 + ++loads; }, options);
  }
  [[nodiscard]] std::uint64_t waits() const { return cache.stats().total().lease_waits; }
  [[nodiscard]] std::uint64_t spared() const { return cache.stats().total().spared_loads; }

  /// The beginning of a load of what the caches read.
  tagcache::Begun begin_load(tagcache::Duration its_lease = lease) {
    const auto tags = [] { return tagcache::TagSet{tag}; };
    const std::tuple<std::string_view> parts("k");
    const tagcache::KeyView key{"app", {}, tagcache::detail::hash_name({}), parts};
    tagcache::Request request{key, tagcache::detail::value_type<int>, tags, now()};
    request.lease = its_lease;
    return store->begin(request);
  }
  /// And its end.
  bool end_load(tagcache::Begun& begun, int value) {
    const auto entry = std::make_shared<tagcache::detail::EntryNodeOf<int>>(value);
    entry->tags = {tag};
    entry->created_at = entry->loaded_at = now();
    entry->expires_at = now() + 1h;
    const bool is_kept = store->keep(*begun.load, entry, now());
    begun.lease.reset();
    return is_kept;
  }
  /// Whether another load has the lease. Asking leaves nothing behind.
  bool is_held() { return begin_load().loads_elsewhere; }

  const std::shared_ptr<tagcache::testing::ManualExecutor> executor =
      std::make_shared<tagcache::testing::ManualExecutor>();
  tagcache::Primitives cache;
  int loads = 0;
};

struct World {
  explicit World(const tagcache::QueryOptions& defaults = {})
      : a(*server, clock, defaults), b(*server, clock, defaults) {}

  std::shared_ptr<JumpingClock> clock = std::make_shared<JumpingClock>();
  std::shared_ptr<tagcache::testing::RemoteServer> server = std::make_shared<tagcache::testing::RemoteServer>();
  Reading a;
  Reading b;
};

}  // namespace

TEST_CASE("a load waits for that of another node, and gets its value", "[RX-27][F-189]") {
  World world;
  auto begun = world.a.begin_load();
  REQUIRE(begun.lease);
  CHECK(!begun.loads_elsewhere);
  const std::size_t before = world.b.remote->round_trips();
  world.clock->at_wait(3, [&] { CHECK(world.a.end_load(begun, 7)); });
  CHECK(world.b.read() == 7);
  CHECK(world.b.loads == 0);
  CHECK(world.clock->waits() == 3);
  CHECK(world.b.remote->round_trips() == before + 1 + 4);  // it looked, and looked again after each wait
  CHECK(world.b.waits() == 1);
  CHECK(world.b.spared() == 1);
  const std::size_t after = world.b.remote->round_trips();
  CHECK(world.b.read() == 7);
  CHECK(world.b.remote->round_trips() == after);  // memory has it
}

TEST_CASE("a value that came is served though the lease of its load is not over") {
  World world;
  auto begun = world.a.begin_load();
  const auto still_held = begun.lease;
  world.clock->at_wait(2, [&] { CHECK(world.a.end_load(begun, 7)); });
  CHECK(world.b.read() == 7);
  CHECK(world.clock->waits() == 2);
  CHECK(world.b.spared() == 1);
}

TEST_CASE("without a lease each node loads, and the holder of one makes no more trips than others") {
  World off({.lease = 0ms});
  auto other = off.a.begin_load();
  const std::size_t before = off.b.remote->round_trips();
  CHECK(off.b.read() == 101);
  CHECK(off.clock->waits() == 0);
  const std::size_t trips = off.b.remote->round_trips() - before;
  World on;
  const std::size_t start = on.b.remote->round_trips();
  CHECK(on.b.read() == 101);
  CHECK(on.b.remote->round_trips() - start == trips);
  CHECK(on.b.waits() == 0);
  CHECK(!on.a.is_held());  // it ended with the load
}

TEST_CASE("a node that died keeps others waiting for the rest of its lease and no longer") {
  World world;
  auto begun = world.a.begin_load();
  world.a.remote->down(true);
  begun = {};
  world.clock->advance(1s);
  const auto start = world.clock->now();
  CHECK(world.b.read() == 101);
  CHECK(world.clock->now() - start >= 3s);
  CHECK(world.clock->now() - start <= 3s + lease / 8);
  CHECK(world.b.waits() == 1);
  CHECK(world.b.spared() == 0);
  CHECK(world.clock->waits() <= 16);
  world.a.remote->down(false);
  CHECK(world.a.read() == 101);  // it was kept
}

TEST_CASE("a load that takes longer than its lease is waited for no longer, and what comes of it is not lost") {
  World world;
  auto begun = world.a.begin_load(1h);  // of a node that says otherwise
  const auto start = world.clock->now();
  CHECK(world.b.read() == 101);
  CHECK(world.clock->now() - start == lease);
  CHECK(!world.a.end_load(begun, 7));  // the younger load stays
  CHECK(world.b.read() == 101);
}

TEST_CASE("when the load of a node fails the next one to look loads, and others wait for that") {
  World world;
  CHECK_THROWS_AS(static_cast<void>(world.a.cache.query<int>(
                      "k", {tag}, []() -> int { throw std::runtime_error("no"); }, {.error_ttl = 1h})),
                  std::runtime_error);
  CHECK(!world.b.is_held());  // though the error is remembered
  auto begun = world.a.begin_load();
  bool is_held = false;
  world.clock->at_wait(2, [&] { begun.lease.reset(); });
  CHECK(*world.b.cache.query<int>("k", {tag}, [&] {
    is_held = world.a.is_held();
    return 8;
  }) == 8);
  CHECK(is_held);
  CHECK(world.clock->waits() == 2);
  CHECK(!world.a.is_held());
}

TEST_CASE("nobody waits for a load that began before what ended its value") {
  World world;
  const auto way = GENERATE(0, 1, 2, 3, 4);
  const auto end_it = [&] {
    if (way == 0) world.a.cache.invalidate(tag);
    if (way == 1) world.a.cache.expire(tag);
    if (way == 2) world.a.cache.del("k");
    if (way == 3) world.a.cache.clear();
    if (way == 4) world.server->lose_all();
  };
  SECTION("before it asks") {
    auto begun = world.a.begin_load();
    end_it();
    CHECK(world.b.read() == 101);
    CHECK(world.clock->waits() == 0);
    CHECK(!world.a.end_load(begun, 7));
    CHECK(world.b.read() == 101);
  }
  SECTION("while it waits") {
    auto begun = world.a.begin_load();
    world.clock->at_wait(2, end_it);
    CHECK(world.b.read() == 101);
    CHECK(world.clock->waits() == 2);
    CHECK(!world.a.end_load(begun, 7));
    CHECK(world.b.read() == 101);
  }
  SECTION("and the end of that load is not the end of the next one's lease") {
    auto old = world.a.begin_load();
    end_it();
    auto young = world.b.begin_load();
    CHECK(young.lease);
    old.lease.reset();
    CHECK(world.a.is_held());
  }
}

TEST_CASE("a load that waited is as young as its last look") {
  World world;
  auto begun = world.a.begin_load();
  world.clock->at_wait(1, [&] { world.a.cache.invalidate(tag); });
  CHECK(world.b.read() == 101);
  CHECK(world.a.read() == 101);  // what it gave is kept: the invalidation came before it
}

TEST_CASE("a node that could not tell the server of its invalidation does not wait for what is older") {
  World world;
  auto begun = world.a.begin_load();
  world.b.remote->down(true);
  CHECK_THROWS_AS(world.b.cache.invalidate(tag), tagcache::StoreError);
  world.b.remote->down(false);
  CHECK(world.b.read() == 101);
  CHECK(world.clock->waits() == 0);
}

TEST_CASE("without a server there is no lease, and each node loads") {
  World world;
  auto begun = world.a.begin_load();
  world.b.remote->down(true);
  CHECK(world.b.read() == 101);
  CHECK(world.clock->waits() == 0);
}

TEST_CASE("a server that goes away ends a wait") {
  World world;
  auto begun = world.a.begin_load();
  world.clock->at_wait(2, [&] { world.b.remote->down(true); });
  CHECK(world.b.read() == 101);
  CHECK(world.clock->waits() == 2);
}

TEST_CASE("an entry in grace is served at once, and its refresh waits for the other node") {
  World world({.ttl = 10s, .grace = 1h});
  CHECK(world.b.read() == 101);
  world.clock->advance(10s);
  auto begun = world.a.begin_load();
  CHECK(world.b.read() == 101);
  CHECK(world.clock->waits() == 0);
  world.clock->at_wait(2, [&] { CHECK(world.a.end_load(begun, 7)); });
  world.b.executor->run_all();
  CHECK(world.b.loads == 1);
  CHECK(world.b.spared() == 1);
  CHECK(world.b.read() == 7);
}

TEST_CASE("a caller waits no longer than its own timeout") {
  World world;
  auto begun = world.a.begin_load();
  const auto start = world.clock->now();
  CHECK_THROWS_AS(world.b.read({.hard_timeout = 1s}), tagcache::LoadTimeout);
  CHECK(world.clock->now() - start == 1s);
  world.clock->at_wait(world.clock->waits() + 1, [&] { CHECK(world.a.end_load(begun, 7)); });
  world.b.executor->run_all();  // the load goes on, and waits
  CHECK(world.b.loads == 0);
  CHECK(world.b.read() == 7);
}

TEST_CASE("reads that want a load of their own neither wait nor keep others waiting") {
  World world;
  auto begun = world.a.begin_load();
  const auto load = [&] {
    ++world.b.loads;
    return world.b.loads;
  };
  const auto loads_at_once = [&](const auto& read) {
    const int before = world.b.loads;
    read();
    CHECK(world.b.loads == before + 1);
    CHECK(world.clock->waits() == 0);
    world.b.cache.del("k");
    begun = world.a.begin_load();
    CHECK(begun.lease);
  };
  loads_at_once([&] { static_cast<void>(world.b.read({.single_flight = false})); });
  loads_at_once([&] { static_cast<void>(world.b.read({.layers = Layers::memory})); });
  loads_at_once([&] { static_cast<void>(world.b.cache.query<int>(tagcache::force_refresh, "k", {tag}, load)); });
  loads_at_once([&] {
    world.b.cache.set_read_only(true);
    static_cast<void>(world.b.read());
    world.b.cache.set_read_only(false);
  });
  begun = {};
  CHECK(*world.b.cache.query<int>("k", {tag}, [&] { return world.a.is_held() ? 1 : 2; }, {.single_flight = false}) ==
        2);
}

TEST_CASE("a wait is a dozen looks, whatever the lease, and never longer than that") {
  struct Chance final : tagcache::Randomness {
    double next() noexcept override { return share; }
    double share = 0;
  } chance;
  chance.share = GENERATE(0.0, 0.5, 0.999);
  for (const tagcache::Duration length : {tagcache::Duration(1ms), tagcache::Duration(7ms), tagcache::Duration(100ms),
                                          tagcache::Duration(2s), tagcache::Duration(1h)}) {
    tagcache::TimePoint now = begin_of_time;
    tagcache::detail::LeaseWait wait(length, now);
    CHECK(!wait.has_waited());
    int looks = 0;
    tagcache::Duration last{};
    for (tagcache::Duration pause; (pause = wait.pause(now, chance)) > 0ms; now += pause) {
      CHECK((pause >= last || now + pause == begin_of_time + length));
      CHECK(pause <= std::max<tagcache::Duration>(length / 8, 1ms));
      last = pause;
      ++looks;
    }
    CHECK(wait.has_waited());
    CHECK(now == begin_of_time + length);
    CHECK(looks <= 17);
  }
}
