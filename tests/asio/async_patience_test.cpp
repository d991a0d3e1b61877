#include <array>
#include <span>
#include <vector>

#include "async_world.hpp"
#include "catch.hpp"
#include "many.hpp"

namespace asio = boost::asio;
using tagcache::Handle;
using tagcache::Status;

// How long a caller waits whose old value is gone by the time that the soft timeout is over: as the blocking form does.
namespace {

constexpr tagcache::QueryOptions timed{.ttl = 1s, .grace = 1h, .soft_timeout = 50ms, .hard_timeout = 200ms};

struct PatientWorld : AsyncWorld {
  std::array<Door, 2> doors{Door(io), Door(io)};
  Counter counter;
  Answer<int> answer;

  PatientWorld() {
    cache.set("k", -1, tags, timed);
    clock->advance(2s);
  }
  PatientWorld(const PatientWorld&) = delete;
  PatientWorld& operator=(const PatientWorld&) = delete;
  /// Loads end before the io_context does. So what they answer to is declared before the world.
  ~PatientWorld() {
    for (Door& door : doors) door.open();
    run();
  }
  /// Its n-th run gives n, and waits at the n-th door.
  auto loader() {
    return [this]() -> asio::awaitable<int> {
      const int number = counter();
      co_await doors.at(static_cast<std::size_t>(number - 1)).pass();
      co_return number;
    };
  }
  void read(const tagcache::QueryOptions& options = timed) {
    async.async_query<int>("k", tags, loader(), options, answer.callback());
    run();
  }
  void wait(tagcache::Duration duration) {
    clock->advance(duration);
    executor->advance(duration);
    run();
  }
};

/// Takes all, and lets go of it.
struct ForgetfulExecutor : tagcache::Executor {
  std::function<void()> before = [] {};
  int posted = 0;

  bool post(std::function<void()> /*task*/) override {
    ++posted;
    before();
    return true;
  }
  bool post_after(tagcache::Duration /*delay*/, std::function<void()> /*task*/) override { return true; }
};

}  // namespace

TEST_CASE("async: soft timeout: whose old value is gone waits for a load of its own, until the hard timeout") {
  PatientWorld world;
  const bool is_cleared = GENERATE(true, false);
  world.read();
  if (is_cleared) {
    world.cache.clear();
  } else {
    world.cache.invalidate(path("t"));
  }
  world.wait(50ms);
  CHECK(world.answer.calls == 0);
  CHECK(*world.counter.loads == 2);
  CHECK(world.cache.stats().total().timeouts == 0);
  SECTION("and gets what that one gives") {
    world.doors[0].open();
    world.run();
    CHECK(world.answer.calls == 0);  // it had begun before the invalidation
    world.wait(150ms);
    CHECK(world.answer.calls == 0);  // the time of a load begins anew
    world.doors[1].open();
    world.run();
    REQUIRE(world.answer.handle);
    CHECK(world.answer.handle->value() == 2);
    CHECK(world.answer.handle->status() == (is_cleared ? Status::miss : Status::reloaded));
  }
  SECTION("and no longer") {
    world.wait(200ms - 1ms);
    CHECK(world.answer.calls == 0);
    world.wait(1ms);
    CHECK(world.answer.calls == 1);
    CHECK(world.cache.stats().total().timeouts == 1);
    if (is_cleared) {
      CHECK(world.answer.text().find("has not ended within 200 ms") != std::string::npos);
    } else {
      REQUIRE(world.answer.handle);
      CHECK(world.answer.handle->value() == -1);
      CHECK(world.answer.handle->status() == Status::fallback);
    }
    for (Door& door : world.doors) door.open();
    world.run();
    CHECK(world.answer.calls == 1);
  }
}

TEST_CASE("async: soft timeout: a load that began after the invalidation is shared by who looks again") {
  Answer<int> other;
  PatientWorld world;
  world.read();
  world.cache.clear();
  world.async.async_query<int>("k", tags, world.loader(), timed, other.callback());
  world.run();
  CHECK(*world.counter.loads == 2);
  world.wait(50ms);
  CHECK(*world.counter.loads == 2);
  world.doors[1].open();
  world.run();
  REQUIRE(world.answer.handle);
  CHECK(world.answer.handle->value() == 2);
  CHECK(world.answer.handle->joined());
  CHECK(other.calls == 1);
}

TEST_CASE("async: soft timeout: who comes back to the load that it left is a guest there") {
  PatientWorld world;
  world.read();
  world.clock->advance(2h);  // the old value is out of grace; nothing was invalidated
  world.executor->advance(50ms);
  world.run();
  CHECK(world.answer.calls == 0);
  CHECK(*world.counter.loads == 1);
  world.doors[0].open();
  world.run();
  REQUIRE(world.answer.calls == 1);
  CHECK(world.answer.handle->value() == 1);
  CHECK(world.answer.handle->joined());
}

TEST_CASE("async: soft timeout: an error that is remembered by then is what the caller gets") {
  Answer<int> failed;
  PatientWorld world;
  auto options = timed;
  options.error_ttl = 1h;
  world.read(options);
  world.cache.clear();
  world.async.async_query<int>(
      "k", tags, []() -> int { throw std::runtime_error("no database"); }, options, failed.callback());
  world.run();
  CHECK(failed.text() == "no database");
  world.wait(50ms);
  CHECK(world.answer.text() == "no database");
  CHECK(*world.counter.loads == 1);
  CHECK(world.cache.stats().total().remembered_errors == 1);
}

TEST_CASE("async: soft timeout: while an error is remembered the old value is served, and no error is counted") {
  Answer<int> failed;
  PatientWorld world;
  auto options = timed;
  options.error_ttl = 1h;
  world.async.async_query<int>(
      "k", tags, []() -> int { throw std::runtime_error("no database"); }, options, failed.callback());
  world.run();
  REQUIRE(failed.handle);
  CHECK(failed.handle->status() == Status::fallback);
  world.read(options);
  REQUIRE(world.answer.handle);
  CHECK(world.answer.handle->status() == Status::stale);
  CHECK(world.cache.query<int>("k", tags, Counter(), options).status() == Status::stale);
  CHECK(world.cache.stats().total().remembered_errors == 0);
}

struct ForgetfulWorld : PatientWorld {
  std::shared_ptr<ForgetfulExecutor> forgetful = std::make_shared<ForgetfulExecutor>();
  tagcache::Primitives forgetful_cache{store, [this] {
                                         auto cache_options = options();
                                         cache_options.executor = forgetful;
                                         return cache_options;
                                       }()};
  tagcache::AsyncPrimitives of_forgetful{forgetful_cache, io.get_executor()};

  void read(std::string_view key, const tagcache::QueryOptions& options = timed) {
    of_forgetful.async_query<int>(std::string(key), tags, counter, options, answer.callback());
    run();
  }
};

TEST_CASE(
    "async: soft timeout: a refresh that the executor lets go of is not tried again while there is an old value") {
  ForgetfulWorld world;
  world.read("k");
  REQUIRE(world.answer.handle);
  CHECK(world.answer.handle->status() == Status::stale);
  CHECK(world.forgetful->posted == 1);
  CHECK(*world.counter.loads == 0);
}

TEST_CASE("async: an executor that lets go of all that it takes is asked twice") {
  ForgetfulWorld world;
  SECTION("for a value that nobody has") { world.read("l"); }
  SECTION("for an old value that is cleared meanwhile") {
    world.forgetful->before = [&world] { world.cache.clear(); };
    world.read("k");
  }
  CHECK(world.answer.calls == 1);
  CHECK(world.answer.text().find("no thread took the load") != std::string::npos);
  CHECK(world.forgetful->posted == 2);
  CHECK(*world.counter.loads == 0);
}

TEST_CASE("async: several keys: soft timeout: whose old value is gone waits until the hard timeout") {
  Answer<int> other;
  Answer<int> next;
  int calls = 0;
  std::exception_ptr error;
  std::vector<Handle<int>> handles;
  Rows rows{{"k", 10}, {"l", 20}};
  PatientWorld world;
  const auto all_tags = [](std::string_view) { return tags; };
  const auto read = [&] {
    world.async.async_query_many<int>(
        keys("k", "l"), all_tags, [&rows](std::span<const std::string> missing) { return rows(missing); }, timed,
        [&](std::exception_ptr failure, std::vector<Handle<int>> results) {
          ++calls;
          error = std::move(failure);
          handles = std::move(results);
        });
    world.run();
  };
  world.async.async_query<int>("k", tags, world.loader(), in_grace, other.callback());  // refreshes
  world.run();
  read();
  CHECK(rows.asked() == Asked{{"l"}});
  world.cache.invalidate(path("t"));
  SECTION("for a load of its own") {
    world.wait(50ms);
    CHECK(calls == 1);
    REQUIRE(handles.size() == 2);
    CHECK(handles[0].value() == 10);
    CHECK(handles[0].status() == Status::reloaded);
  }
  SECTION("for that of another") {
    world.async.async_query<int>("k", tags, world.loader(), {.hard_timeout = 1h}, next.callback());
    world.run();
    world.wait(50ms);
    world.wait(200ms - 1ms);
    CHECK(calls == 0);
    CHECK(world.cache.stats().total().timeouts == 0);
    world.wait(1ms);
    CHECK(calls == 1);
    REQUIRE(handles.size() == 2);
    CHECK(handles[0].value() == -1);
    CHECK(handles[0].status() == Status::fallback);
    CHECK(next.calls == 0);
  }
}
