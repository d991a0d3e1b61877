#include <atomic>
#include <future>
#include <latch>

#include "catch.hpp"
#include "world.hpp"

TEST_CASE("background threads run what is posted") {
  const auto executor = tagcache::background_threads();
  std::latch done(3);
  for (int i = 0; i < 3; ++i) REQUIRE(executor->post([&done] { done.count_down(); }));
  done.wait();
  CHECK(done.try_wait());
}

TEST_CASE("a full queue refuses") {
  std::promise<void> release;
  std::promise<void> running;
  const auto executor = tagcache::background_threads({.threads = 1, .queue_max = 2});
  REQUIRE(executor->post([&] {
    running.set_value();
    release.get_future().wait();
  }));
  running.get_future().wait();
  CHECK(executor->post([] {}));
  CHECK(executor->post([] {}));
  CHECK_FALSE(executor->post([] {}));
  release.set_value();
}

TEST_CASE("the end of background threads drops what waits and finishes what runs") {
  std::atomic<int> ran = 0;
  std::promise<void> running;
  auto executor = tagcache::background_threads({.threads = 1});
  std::promise<void> release;
  REQUIRE(executor->post([&, gate = release.get_future().share()] {
    running.set_value();
    gate.wait();
    ++ran;
  }));
  running.get_future().wait();
  auto end = std::async(std::launch::async, [&] {
    release.set_value();
    executor.reset();
  });
  end.get();
  CHECK(ran == 1);
}

TEST_CASE("the steady clock runs forward") {
  const auto clock = tagcache::steady_clock();
  const auto first = clock->now();
  CHECK(clock->now() >= first);
}

TEST_CASE("who waits by the steady clock is back when the time has come, or when it is told") {
  const auto clock = tagcache::steady_clock();
  std::mutex mutex;
  std::condition_variable changed;
  bool told = false;
  std::unique_lock lock(mutex);
  clock->wait_until(lock, changed, clock->now() - std::chrono::hours(1));
  CHECK(lock.owns_lock());
  auto teller = std::async(std::launch::async, [&] {
    const std::lock_guard guard(mutex);
    told = true;
    changed.notify_all();
  });
  while (!told) clock->wait_until(lock, changed, tagcache::TimePoint::max());
  CHECK(lock.owns_lock());
  lock.unlock();
  teller.get();
}
