#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "async_world.hpp"
#include "catch.hpp"
#include "far_store.hpp"
#include "many.hpp"

using tagcache::Status;

// What is due at a time must not block: a store that may is asked by a thread of the executor.
namespace {

/// Its timers ring when they are told to, and what is posted waits until it is told to run, or is forgotten.
struct TimingExecutor : tagcache::Executor {
  bool post(std::function<void()> task) override {
    if (!is_full) tasks.push_back(std::move(task));
    return !is_full;
  }
  bool post_after(tagcache::Duration /*delay*/, std::function<void()> task) override {
    timers.push_back(std::move(task));
    return true;
  }
  void ring() {
    is_ringing = true;
    for (const auto& task : std::exchange(timers, {})) task();
    is_ringing = false;
  }
  void run() {
    while (!tasks.empty()) {
      const auto task = std::move(tasks.front());
      tasks.pop_front();
      task();
    }
  }

  std::deque<std::function<void()>> tasks;
  std::vector<std::function<void()>> timers;
  bool is_full = false;
  bool is_ringing = false;
};

struct TimedStore : FarStore {
  explicit TimedStore(const TimingExecutor& its_executor) : executor(its_executor) {}
  void count() { (executor.is_ringing ? asked_by_timers : asked) += 1; }
  tagcache::Found find(const tagcache::Request& request) override {
    count();
    return FarStore::find(request);
  }
  bool is_current(const tagcache::Load& load, std::span<const tagcache::Tag> result_tags) override {
    count();
    return FarStore::is_current(load, result_tags);
  }
  tagcache::Begun begin(const tagcache::Request& request) override {
    count();
    return FarStore::begin(request);
  }
  const TimingExecutor& executor;
  int asked = 0;
  int asked_by_timers = 0;
};

struct TimedWorld {
  std::shared_ptr<tagcache::testing::ManualClock> clock = std::make_shared<tagcache::testing::ManualClock>();
  std::shared_ptr<TimingExecutor> executor = std::make_shared<TimingExecutor>();
  std::shared_ptr<TimedStore> store = std::make_shared<TimedStore>(*executor);
  boost::asio::io_context io;
  Door door{io};
  Counter counter;
  tagcache::Primitives cache;
  tagcache::AsyncPrimitives async{cache, io.get_executor()};
  Answer<int> answer;

  explicit TimedWorld(tagcache::Warming warming = {})
      : cache(store, {.clock = clock, .executor = executor, .warming = warming}) {
    cache.set("k", -1, tags, in_grace);
    clock->advance(1s);
  }
  void run() {
    do {
      executor->run();
      io.restart();
    } while (io.poll() > 0);
  }
  void read(const tagcache::QueryOptions& options) {
    async.async_query<int>("k", tags, behind(door, counter), options, answer.callback());
    run();
    store->asked = 0;
  }
};

constexpr tagcache::QueryOptions soft{.ttl = 1s, .grace = 1h, .soft_timeout = 50ms};
constexpr tagcache::QueryOptions hard{.ttl = 1s, .grace = 1h, .hard_timeout = 50ms};

}  // namespace

TEST_CASE("async: what a timeout asks a far store is asked by the executor") {
  TimedWorld world;
  const bool is_soft = GENERATE(true, false);
  if (!is_soft) world.cache.invalidate(path("t"));
  world.read(is_soft ? soft : hard);
  CHECK(world.answer.calls == 0);
  SECTION("when it has the time") {
    world.executor->ring();
    CHECK(world.executor->tasks.size() == 1);
    CHECK(world.store->asked_by_timers == 0);
    world.run();
    CHECK(world.store->asked == 1);
  }
  SECTION("or by the timer, when the executor refuses") {
    world.executor->is_full = true;
    world.executor->ring();
    CHECK(world.store->asked_by_timers == 1);
    world.run();
  }
  SECTION("or by the shutdown that lets go of what waits") {
    world.executor->ring();
    CHECK_FALSE(world.cache.shutdown(0ms).complete());
    world.run();
    CHECK(world.store->asked_by_timers == 0);
  }
  SECTION("and without anything old a soft timeout is no end") {
    world.cache.clear();
    world.executor->ring();
    world.run();
    CHECK(world.answer.calls == (is_soft ? 0 : 1));
    world.door.open();
    world.run();
    CHECK(world.answer.calls == 1);
    return;
  }
  REQUIRE(world.answer.handle);
  CHECK(world.answer.handle->value() == -1);
  CHECK(world.answer.handle->status() == (is_soft ? Status::stale : Status::fallback));
  CHECK(world.cache.stats().total().timeouts == (is_soft ? 0 : 1));
  world.door.open();
  world.run();
  CHECK(world.answer.calls == 1);
}

TEST_CASE("async: who gives up between a timeout and what is done then hears of one alone") {
  TimedWorld world;
  boost::asio::cancellation_signal signal;
  world.async.async_query<int>("k", tags, behind(world.door, world.counter), soft,
                               boost::asio::bind_cancellation_slot(signal.slot(), world.answer.callback()));
  world.run();
  world.executor->ring();
  CHECK(world.executor->tasks.size() == 1);
  signal.emit(boost::asio::cancellation_type::terminal);
  world.run();
  CHECK(world.answer.calls == 1);
  CHECK(world.answer.text().find("cancel") != std::string::npos);
  world.door.open();
  world.run();
  CHECK(world.answer.calls == 1);
}

TEST_CASE("async: whose turn it is to warm is seen to by the executor where the store is far") {
  TimedWorld world({.at_once = 1, .time_limit = 1s});
  const bool is_full = GENERATE(false, true);
  world.read(in_grace);  // a refresh is under way, which a warming may share
  REQUIRE(world.answer.calls == 1);
  const auto warm = [&](std::string_view name) {
    const auto parts = tagcache::key(name);
    world.cache.warm<int>(
        world.cache.key_view({}, tagcache::detail::hash_name({}), parts), [] { return tags; },
        [&] { return world.counter; }, {});
  };
  warm("other");
  world.clock->advance(500ms);
  warm("k");
  world.clock->advance(500ms);
  world.store->asked = 0;
  world.executor->is_full = is_full;
  world.executor->ring();
  CHECK(world.store->asked_by_timers == (is_full ? 1 : 0));
  world.run();
  CHECK((world.store->asked > 0) == !is_full);
}
