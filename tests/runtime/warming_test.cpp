#include <atomic>
#include <future>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

// What mutations load again: how many at a time, for how long, and what becomes of what goes wrong.
// covers: RX-24
namespace {

using tagcache::Warming;

struct Warmed : World {
  explicit Warmed(Warming warming, std::shared_ptr<tagcache::Executor> its_executor = nullptr)
      : here(store, [&] {
          auto made = options();
          made.warming = warming;
          if (its_executor) made.executor = std::move(its_executor);
          return made;
        }()) {}

  /// As generated code does.
  template <class Load>
  void warm(int number, Load load) {
    const auto parts = tagcache::key(number);
    here.warm<int>(here.key_view("get_user", 1, parts), [] { return tagcache::TagSet(); }, [&] { return load; }, {});
  }
  [[nodiscard]] tagcache::QueryStats counted() const { return here.stats().total(); }

  tagcache::Primitives here;
};

/// Loads that wait until they are let go, and how many of them did so at one time.
struct Crowd {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::atomic<int> ended = 0;
  std::latch begun;
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();

  explicit Crowd(int at_once) : begun(at_once) {}
  int operator()() {
    const int now = ++inside;
    int known = most;
    while (known < now && !most.compare_exchange_weak(known, now)) {
    }
    if (now <= 3) begun.count_down();
    released.wait();
    --inside;
    return ++ended;
  }
};

}  // namespace

TEST_CASE("ten loads that warm, three at a time: never more run at once, and all run", "[R-077]") {
  const auto threads = tagcache::background_threads({.threads = 10});
  Warmed world({.at_once = 3, .time_limit = 0ms}, threads);
  Crowd crowd(3);
  for (int number = 0; number < 10; ++number) world.warm(number, [&crowd] { return crowd(); });
  crowd.begun.wait();
  std::promise<void> other;  // a thread is free, and no turn
  REQUIRE(threads->post([&other] { other.set_value(); }));
  other.get_future().wait();
  CHECK(crowd.inside == 3);
  crowd.most = 3;
  std::thread([&crowd] { crowd.release.set_value(); }).join();
  while (crowd.ended < 10) std::this_thread::yield();
  CHECK(crowd.most == 3);
  CHECK(world.here.shutdown(1h).complete());
  CHECK(world.counted().warmed == 10);
}

TEST_CASE("what warms in the background waits for its turn, and all get one") {
  Warmed world({.at_once = 2});
  std::string order;
  for (int number = 0; number < 5; ++number) {
    world.warm(number, [&order, number] {
      order += static_cast<char>('0' + number);
      return number;
    });
  }
  CHECK(world.executor->waiting() == 2);
  world.executor->run_all();
  CHECK(order == "01234");
  CHECK(world.counted().warmed == 5);
}

TEST_CASE("a load to warm that throws is counted and told, and the others go on", "[R-066][R-080]") {
  const bool awaited = GENERATE(true, false);
  Warmed world({.awaited = awaited, .at_once = 1, .time_limit = 0ms});
  int loads = 0;
  world.warm(1, [&loads]() -> int {
    ++loads;
    throw std::runtime_error("no database");
  });
  world.warm(2, [&loads] { return ++loads; });
  CHECK(loads == (awaited ? 2 : 0));
  world.executor->run_all();
  CHECK(loads == 2);
  CHECK(world.counted().failed_warmings == 1);
  CHECK(world.counted().failed_loads == 1);
  CHECK(world.counted().failed_refreshes == 0);
  CHECK(world.counted().warmed == 1);
}

TEST_CASE("a write may wait for what it warms", "[R-065]") {
  Warmed world({.awaited = true, .time_limit = 0ms});
  const Counter load;
  world.warm(1, load);
  CHECK(*load.loads == 1);
  CHECK(world.executor->waiting() == 0);
  world.warm(1, load);  // it is fresh
  CHECK(*load.loads == 1);
  CHECK(world.counted().warmed == 1);
  CHECK(world.counted().reads() == 0);
}

TEST_CASE("a write that waits for what it warms waits no longer than the limit, and the value is kept") {
  Warmed world({.awaited = true, .time_limit = 10s});
  const Counter load;
  auto write = std::async(std::launch::async, [&] { world.warm(1, load); });
  world.clock->await_waiters(1);
  CHECK(world.executor->waiting() == 1);
  world.clock->advance(10s);
  write.get();
  CHECK(world.counted().warmings_given_up == 1);
  world.executor->run_all();
  CHECK(*load.loads == 1);
  CHECK(world.counted().warmed == 1);
}

TEST_CASE("a write that waits for what it warms loads itself when the executor refuses") {
  Warmed world({.awaited = true});
  world.executor->refuse(true);
  const Counter load;
  world.warm(1, load);
  CHECK(*load.loads == 1);
  CHECK(world.counted().warmed == 1);
}

TEST_CASE("what waited too long to warm is given up, counted, and makes room") {
  Warmed world({.at_once = 1, .time_limit = 10s});
  std::string order;
  const auto warm = [&](char number) {
    world.warm(number, [&order, number] {
      order += number;
      return 1;
    });
  };
  warm('1');
  warm('2');
  world.clock->advance(5s);
  warm('3');
  CHECK(world.executor->waiting() == 1);
  world.clock->advance(5s);
  warm('4');
  CHECK(world.counted().warmings_given_up == 2);
  world.executor->run_all();
  CHECK(order == "34");
  CHECK(world.counted().warmed == 2);
  CHECK(world.counted().warmings_given_up == 2);
}

TEST_CASE("a load that warms beyond the limit leaves its turn to others, and what it gives is kept") {
  Warmed world({.at_once = 1, .time_limit = 10s});
  std::string order;
  world.warm(1, [&] {
    order += "begins, ";
    world.clock->advance(9s);
    world.executor->advance(9s);
    world.executor->run_all();
    order += "ends";
    return 1;
  });
  world.clock->advance(1s);
  world.warm(2, [&order] {
    order += "other, ";
    return 2;
  });
  world.executor->run_all();
  CHECK(order == "begins, other, ends");
  CHECK(world.counted().warmings_given_up == 1);
  CHECK(world.counted().warmed == 2);
  CHECK(world.counted().kept == 2);
}

TEST_CASE("more than a thousand do not wait to warm") {
  Warmed world({.at_once = 1});
  for (int number = 0; number < 1'003; ++number) world.warm(number, [] { return 1; });
  CHECK(world.counted().warmings_given_up == 2);
}

TEST_CASE("a shutdown drops what waits to warm, and counts it") {
  Warmed world({.at_once = 1});
  const Counter load;
  for (int number = 0; number < 3; ++number) world.warm(number, load);
  CHECK(world.here.shutdown(0ms).dropped == 3);
  world.executor->run_all();
  CHECK(*load.loads == 0);
}

TEST_CASE("a negative limit for warming is refused") {
  World world;
  auto options = world.options();
  options.warming.time_limit = -1ms;
  CHECK_THROWS_WITH(tagcache::Primitives(world.store, options), Catch::Matchers::Contains("warming.time_limit"));
}
