// Children of a process whose threads use caches all the time. ThreadSanitizer lets no child of a process with threads
// start one, nor knows what it inherits: nothing of this runs under it.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TAGCACHE_TEST_CANNOT_FORK
#endif
#endif
#ifdef __SANITIZE_THREAD__
#define TAGCACHE_TEST_CANNOT_FORK
#endif

#ifndef TAGCACHE_TEST_CANNOT_FORK
#ifdef __linux__
#include <linux/membarrier.h>
#include <sys/syscall.h>
#endif
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <latch>
#include <memory>
#include <string>
#include <tagcache/memory.hpp>
#include <tagcache/primitives.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "child_process.hpp"
#include "memory/pins.hpp"
#include "wait_graph.hpp"

using tagcache::Primitives;
using tagcache::Tag;

namespace {

/// So large that threads have none at hand.
using Large = std::array<int, 800>;

/// Threads that do something again and again.
class Busy {
 public:
  explicit Busy(const std::vector<std::function<void(int)>>& works)
      : begun_(static_cast<std::ptrdiff_t>(works.size())) {
    for (const auto& work : works) {
      threads_.emplace_back([this, work] {
        work(0);
        begun_.count_down();
        for (int i = 1; !is_over_.load(std::memory_order_relaxed); ++i) work(i);
      });
    }
    begun_.wait();
  }
  ~Busy() {
    is_over_ = true;
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  std::latch begun_;
  std::atomic<bool> is_over_ = false;
  std::vector<std::thread> threads_;
};

void read_all(Primitives& cache, int first, int count) {
  for (int i = first; i < first + count; ++i) {
    const std::string key = std::to_string(i);
    static_cast<void>(cache.query<int>(key, {Tag("t")}, [i] { return i; }));
    static_cast<void>(cache.query<Large>("large/" + key, {}, [i] { return Large{i}; }));
    static_cast<void>(cache.query<int>(key, {}, [i] { return -i; }));  // a hit
  }
}

/// What is wrong in a child that makes a cache of its own: zero when nothing is.
int used_in_child() {
  Primitives cache(tagcache::memory({.max_entries = 100}));
  read_all(cache, 0, 300);
  std::thread other([&cache] { read_all(cache, 150, 150); });
  other.join();
  if (*cache.query<int>("299", {}, [] { return -1; }) != 299) return 1;
  cache.invalidate(Tag("t"));
  if (*cache.query<int>("299", {}, [] { return 7; }) != 7) return 2;
  cache.set("set", 1, {});
  cache.del("299");
  if (*cache.query<int>("299", {}, [] { return 8; }) != 8) return 3;
  cache.clear();
  return *cache.query<int>("set", {}, [] { return 2; }) == 2 ? 0 : 4;
}

template <class Work>
pid_t child_that(const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  return child;
}

}  // namespace

TEST_CASE("a child makes and uses a cache of its own, wherever threads of its parent are in theirs") {
  Primitives parents(tagcache::memory({.max_entries = 100}));
  const auto read = [&](int i) { read_all(parents, i, 1); };
  const auto erase = [&](int i) { parents.del(std::to_string(i)); };
  const auto set = [&](int i) { parents.set("large", Large{i}, {}); };
  const auto begin_and_end = [&](int i) { std::thread([&] { read(i); }).join(); };
  int wrong = 0;
  for (int i = 0; i < 40 && wrong == 0; ++i) {
    pid_t child = 0;
    {
      const Busy busy({read, read, erase, set, begin_and_end});
      child = child_that(used_in_child);
    }
    wrong = exit_code(child);
  }
  CHECK(wrong == 0);
}

TEST_CASE("a child begins loads wherever threads of its parent are in the graph of those who wait") {
  const auto begin_and_end_a_load = [](int) {
    tagcache::detail::Awaited load;
    tagcache::detail::Waiter::current().begins_to_run(load);
    tagcache::detail::Waiter::ended(load);
  };
  int wrong = 0;
  for (int i = 0; i < 40 && wrong == 0; ++i) {
    pid_t child = 0;
    {
      const Busy busy({begin_and_end_a_load, begin_and_end_a_load, begin_and_end_a_load});
      child = child_that([&] {
        begin_and_end_a_load(0);
        return 0;
      });
    }
    wrong = exit_code(child);
  }
  CHECK(wrong == 0);
}

TEST_CASE("the seat of a thread that is not in the child is free there") {
  static_cast<void>(tagcache::detail::free_pin());  // this thread has one too
  std::size_t lost = 0;
  std::latch seated(1);
  std::latch over(1);
  std::thread other([&] {
    static_cast<void>(tagcache::detail::free_pin());
    lost = tagcache::detail::this_threads_seat->number;
    seated.count_down();
    over.wait();
  });
  seated.wait();
  const auto finds_it = [lost] {
    const std::size_t own = tagcache::detail::this_threads_seat->number;
    constexpr std::size_t most = 10'000;
    for (std::size_t i = 0; i < most; ++i) {
      const std::size_t taken = tagcache::detail::take_seat()->number;
      if (taken == own) return 1;
      if (taken == lost) return 0;
    }
    return 2;
  };
  CHECK(exit_code(child_that(finds_it)) == 0);
  over.count_down();
  other.join();
}

TEST_CASE("a store that no thread was inside of at the fork goes on in the child, with what was pinned there") {
  struct Told {
    explicit Told(int& ended_here) : ended(&ended_here) {}
    Told(Told&& other) noexcept : ended(std::exchange(other.ended, nullptr)) {}
    Told& operator=(Told&&) = delete;
    ~Told() {
      if (ended != nullptr) ++*ended;
    }
    int* ended;
  };
  int ended = 0;
  Primitives cache(tagcache::memory());
  const auto read = [&](const char* key) { return cache.query<Told>(key, {}, [&] { return Told(ended); }); };
  static_cast<void>(read("held"));
  static_cast<void>(read("other"));
  auto handle = std::make_unique<tagcache::Handle<Told>>(read("held"));
  std::thread([&] { static_cast<void>(read("other")); }).join();  // so that there is a seat that may be taken
  const auto goes_on = [&] {
    cache.del("other");
    if (ended != 1) return 1;
#ifdef __linux__
    // The parent has asked for these for its children too.
    if (::syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) != 0) return 4;
#endif
    cache.del("held");
    if (ended != 1) return 2;
    handle.reset();
    return ended == 2 ? 0 : 3;
  };
  CHECK(exit_code(child_that(goes_on)) == 0);
  CHECK(ended == 0);
}
#endif
