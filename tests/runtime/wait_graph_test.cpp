#include "wait_graph.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "catch.hpp"

using tagcache::detail::Awaited;
using tagcache::detail::Waiter;

namespace {

/// Does something when its thread ends, later than what was made in the thread after it.
struct Late {
  ~Late() {
    if (done) done();
  }
  std::function<void()> done;
};
thread_local Late late;

}  // namespace

TEST_CASE("who would wait for itself through others is told, and nobody else") {
  Waiter one, two, stranger;
  Awaited of_one, of_two;
  one.begins_to_run(of_one);
  two.begins_to_run(of_two);
  CHECK_FALSE(one.begins_to_wait(of_one));
  CHECK(one.begins_to_wait(of_two));
  CHECK_FALSE(two.begins_to_wait(of_one));
  CHECK(two.is_awaited_by(of_one));
  CHECK(stranger.begins_to_wait(of_one));
  one.stops_waiting(of_two);
  CHECK(two.begins_to_wait(of_one));
}

TEST_CASE("a circle that others stand in while a load changes hands is looked at once") {
  Waiter one, two, stranger;
  Awaited of_one, of_two;
  two.begins_to_run(of_two);
  REQUIRE(one.begins_to_wait(of_two));
  REQUIRE(two.begins_to_wait(of_one));  // which nobody runs yet
  one.begins_to_run(of_one);
  CHECK(stranger.begins_to_wait(of_one));
  CHECK(stranger.begins_to_wait(of_two));
  two.stops_waiting(of_one);
  CHECK(one.begins_to_wait(of_two));
}

TEST_CASE("what ends late in a thread waits without writing to memory that is another's by then") {
  Waiter one;
  Awaited of_one;
  one.begins_to_run(of_one);
  const auto wait = [&] {
    Waiter& waiter = Waiter::current();
    const bool waits = waiter.begins_to_wait(of_one);
    if (waits) waiter.stops_waiting(of_one);
    return waits;
  };
  bool waited = false;
  std::size_t changed = 0;
  std::thread([&] {
    late.done = [&] {
      // What the thread freed while it ended is the first that it gets again.
      std::vector<std::unique_ptr<std::uintptr_t>> others;
      std::vector<std::unique_ptr<Waiter>> waiters;
      for (std::uintptr_t i = 0; i < 100; ++i) {
        others.push_back(std::make_unique<std::uintptr_t>(i));
        waiters.push_back(std::make_unique<Waiter>());
      }
      waited = wait() && waited;
      for (std::uintptr_t i = 0; i < others.size(); ++i) changed += *others[i] == i ? 0 : 1;
      for (const auto& waiter : waiters) changed += waiter.get() == &Waiter::current() ? 1 : 0;
    };
    waited = wait();
  }).join();
  CHECK(waited);
  CHECK(changed == 0);
}
