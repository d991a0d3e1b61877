#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Level;
using tagcache::Status;

namespace {

struct Line {
  Level level;
  std::string text;
  friend bool operator==(const Line&, const Line&) = default;
};
std::ostream& operator<<(std::ostream& out, const Line& line) { return out << name(line.level) << ": " << line.text; }

struct LoggedWorld : World {
  explicit LoggedWorld(Level least = Level::debug) : logged(store, with_log(least)) {}

  std::vector<Line> lines;
  tagcache::Primitives logged;

  [[nodiscard]] tagcache::CacheOptions with_log(Level least) {
    auto all = options();
    all.observer = tagcache::log_lines(
        [this](Level level, std::string_view text) { lines.push_back({level, std::string(text)}); }, least);
    return all;
  }
  [[nodiscard]] std::vector<Line> taken() { return std::exchange(lines, {}); }

  /// Reads with a loader that takes so long.
  template <class Duration>
  void read(Duration takes, const tagcache::QueryOptions& options = {.ttl = 5min, .grace = 1h}) {
    static_cast<void>(logged.query<int>("key1", {path("users", "42")}, slow(takes), options));
  }
  [[nodiscard]] std::function<int()> slow(tagcache::TimePoint::duration takes) {
    return [this, takes] {
      clock->advance(takes);
      return 1;
    };
  }
};

struct Throwing : tagcache::Observer {
  [[nodiscard]] Level level() const noexcept override { return Level::debug; }
  void read(Level, const tagcache::ReadEvent&) override { throw std::runtime_error("no room"); }
  void load(Level, const tagcache::LoadEvent&) override { throw std::runtime_error("no room"); }
  void invalidated(Level, std::span<const tagcache::Invalidation>) override { throw std::runtime_error("no room"); }
};

}  // namespace

TEST_CASE("a debug log has a line a read, with key, cause, duration and ttl", "[R-099]") {
  LoggedWorld world;
  world.read(3100us);
  CHECK(world.taken() == std::vector<Line>{{Level::debug, "LOAD tagcache:\"key1\", 3.1 ms"},
                                           {Level::debug, "MISS tagcache:\"key1\" absent, 3.1 ms, fresh for 300 s"}});
  world.clock->advance(1500ms);
  world.read(1ms);
  CHECK(world.taken() == std::vector<Line>{{Level::debug, "HIT tagcache:\"key1\", 0 us, fresh for 298.5 s"}});
  world.logged.invalidate({{path("users", "42")}, {path("users"), tagcache::Reach::exact}});
  CHECK(world.taken() == std::vector<Line>{{Level::info, "INVALIDATE users/42, users (exact)"}});
  world.read(250us);
  CHECK(world.taken().back() == Line{Level::debug, "MISS tagcache:\"key1\" invalidated, 250 us, fresh for 300 s"});
  world.clock->advance(301s);
  world.read(1s);
  CHECK(world.taken() == std::vector<Line>{{Level::debug, "REFRESH tagcache:\"key1\" queued"},
                                           {Level::debug, "STALE tagcache:\"key1\" expired, 0 us, expired 1 s ago"}});
  CHECK(world.executor->run_all() == 1);
  CHECK(world.taken() == std::vector<Line>{{Level::debug, "REFRESH tagcache:\"key1\", 1 s"},
                                           {Level::debug, "REFRESHED tagcache:\"key1\": the same"}});
  world.logged.clear();
  CHECK(world.taken() == std::vector<Line>{{Level::info, "CLEAR tagcache"}});
  static_cast<void>(world.logged.get<int>("key1"));
  CHECK(world.taken() == std::vector<Line>{{Level::debug, "NONE tagcache:\"key1\" cleared, 0 us"}});
}

TEST_CASE("a log line tells what is expired from what is invalidated") {
  LoggedWorld world;
  world.logged.expire(path("users"));
  CHECK(world.taken() == std::vector<Line>{{Level::info, "INVALIDATE users (expired)"}});
}

TEST_CASE("a log line of a stale read tells that it was invalidated, or expired early") {
  const tagcache::QueryOptions options{.ttl = 5min, .grace = 1h, .on_invalidate = tagcache::OnInvalidate::serve_stale};
  LoggedWorld world;
  world.read(1ms, options);
  world.logged.expire(path("users"));
  world.lines.clear();
  world.read(1ms, options);
  CHECK(world.taken().back() == Line{Level::debug, "STALE tagcache:\"key1\" expired, 0 us"});
  CHECK(world.executor->run_all() == 1);
  world.logged.invalidate(path("users"));
  world.lines.clear();
  world.read(1ms, options);
  CHECK(world.taken().back() == Line{Level::debug, "STALE tagcache:\"key1\" invalidated, 0 us"});
}

TEST_CASE("warming is logged with its duration", "[R-099][R-097]") {
  LoggedWorld world(Level::info);
  const auto parts = tagcache::key(7);
  const auto own = [&world] { return world.slow(2ms); };
  world.logged.warm<int>(world.logged.key_view("get_user", 1, parts), [] { return tagcache::TagSet(); }, own, {});
  CHECK(world.executor->run_all() == 1);
  CHECK(world.taken() == std::vector<Line>{{Level::info, "WARM tagcache:get_user(7), 2 ms"}});
  CHECK(world.logged.stats().total().warmed == 1);
  CHECK(world.logged.stats().total().average_warm_time() == 2ms);
}

TEST_CASE("a failed load is logged with its error, on one line") {
  LoggedWorld world(Level::warning);
  const auto fail = [&world]() -> int {
    world.clock->advance(5ms);
    throw std::runtime_error("no\ndatabase");
  };
  world.read(1ms);
  CHECK(world.taken().empty());
  world.logged.invalidate(path("users"));
  CHECK(world.logged.query<int>("key1", {}, fail).status() == Status::fallback);
  CHECK(world.taken() == std::vector<Line>{{Level::warning, "LOAD tagcache:\"key1\", 5 ms, failed: no database"},
                                           {Level::warning, "FALLBACK tagcache:\"key1\" invalidated, 5 ms"}});
  const auto odd = []() -> int { throw 1; };
  CHECK_THROWS(world.logged.query<int>("key2", {}, odd));
  CHECK(world.taken() ==
        std::vector<Line>{{Level::warning, "LOAD tagcache:\"key2\", 0 us, failed: something that is no std::exception"},
                          {Level::warning, "FAILED tagcache:\"key2\" absent, 0 us"}});
  world.clock->advance(301s);
  world.executor->refuse(true);
  static_cast<void>(
      world.logged.query<int>("key1", {}, Counter(), {.on_invalidate = tagcache::OnInvalidate::serve_stale}));
  CHECK(world.taken() == std::vector<Line>{{Level::warning, "REFRESH tagcache:\"key1\" refused"}});
}

TEST_CASE("a refresh in the background that throws is logged and counted, and its readers go on", "[R-102]") {
  LoggedWorld world(Level::warning);
  const tagcache::QueryOptions in_grace{.ttl = 1s, .grace = 1h};
  static_cast<void>(world.logged.query<int>("key1", {}, Counter(), in_grace));
  world.clock->advance(2s);
  CHECK(*world.logged.query<int>("key1", {}, Failing(1), in_grace) == 1);
  CHECK(world.taken().empty());
  world.executor->run_all();
  CHECK(world.taken() ==
        std::vector<Line>{{Level::warning, "REFRESH tagcache:\"key1\", 0 us, failed: no database, run 1"}});
  CHECK(world.logged.stats().total().failed_refreshes == 1);
  CHECK(*world.logged.query<int>("key1", {}, Failing(1), in_grace) == 1);
}

TEST_CASE("a load to warm that throws, or is given up, is logged", "[R-066][R-080]") {
  LoggedWorld world(Level::warning);
  const auto warm = [&world](int number) {
    const auto parts = tagcache::key(number);
    const auto own = [] { return Failing(1); };
    world.logged.warm<int>(world.logged.key_view("get_user", 1, parts), [] { return tagcache::TagSet(); }, own, {});
  };
  warm(7);
  world.executor->run_all();
  CHECK(world.taken() ==
        std::vector<Line>{{Level::warning, "WARM tagcache:get_user(7), 0 us, failed: no database, run 1"}});
  warm(8);
  world.clock->advance(11s);
  warm(9);
  CHECK(world.taken() ==
        std::vector<Line>{{Level::warning,
                           "WARM tagcache:get_user(8), 11 s, failed: the warming of tagcache:get_user(8) was "
                           "given up"}});
}

TEST_CASE("errors of the store are logged once a second for each kind of call, and counted all", "[RX-22][R-102]") {
  LoggedWorld world(Level::error);
  world.store->fail(true);
  for (int i = 0; i < 3; ++i) world.read(0ns, {.ttl = 1h});
  CHECK(world.taken() == std::vector<Line>{{Level::error, "STORE find failed: the store is down"},
                                           {Level::error, "STORE begin failed: the store is down"}});
  CHECK_THROWS_AS(world.logged.invalidate(path("users")), tagcache::StoreError);
  CHECK(world.taken() == std::vector<Line>{{Level::error, "STORE invalidate failed: the store is down"}});
  world.clock->advance(1s);
  world.read(0ns, {.ttl = 1h});
  CHECK(world.taken() == std::vector<Line>{{Level::error, "STORE find failed: the store is down (and 2 more)"},
                                           {Level::error, "STORE begin failed: the store is down (and 2 more)"}});
  const auto stats = world.logged.stats();
  CHECK(stats.store_errors[static_cast<std::size_t>(tagcache::StoreCall::find)] == 4);
  CHECK(stats.store_errors[static_cast<std::size_t>(tagcache::StoreCall::begin)] == 4);
  CHECK(stats.store_errors[static_cast<std::size_t>(tagcache::StoreCall::invalidate)] == 1);
  CHECK(stats.invalidations() == 0);
}

TEST_CASE("what an observer throws is lost") {
  World world;
  auto options = world.options();
  options.observer = std::make_shared<Throwing>();
  tagcache::Primitives cache(world.store, options);
  CHECK(*cache.query<int>("key1", {}, Counter()) == 1);
  CHECK(*cache.query<int>("key1", {}, Counter()) == 1);
  CHECK_NOTHROW(cache.invalidate(path("t")));
  CHECK(cache.stats().total().hits == 1);
}

TEST_CASE("a switch is logged, when it changes something") {
  LoggedWorld world;
  world.logged.set_enabled(false);
  world.logged.set_enabled(false);
  world.logged.set_read_only(true);
  CHECK(world.taken() == std::vector<Line>{{Level::info, "SWITCH enabled off"}, {Level::info, "SWITCH read_only on"}});
}

TEST_CASE("a verification that found a difference is a warning", "[P-061]") {
  LoggedWorld world(Level::debug);
  int row = 1;
  const tagcache::QueryOptions checked{.ttl = 1h, .verify = 1};
  const auto read = [&] { static_cast<void>(world.logged.query<int>("key1", {}, [&row] { return row; }, checked)); };
  read();
  read();
  world.executor->run_all();
  CHECK(world.taken().back() == Line{Level::debug, "VERIFIED tagcache:\"key1\": the same"});
  row = 2;
  read();
  world.executor->run_all();
  CHECK(world.taken().back() == Line{Level::warning, "VERIFIED tagcache:\"key1\": stale"});
}
