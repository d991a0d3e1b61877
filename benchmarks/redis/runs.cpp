#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <thread>

#include "allocations.hpp"
#include "cases.hpp"

namespace trips {
namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

/// What the program has used so far.
Done used() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const std::chrono::duration<double> now = std::chrono::steady_clock::now().time_since_epoch();
  return {0,
          0,
          now.count(),
          seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
          static_cast<double>(usage.ru_nvcsw),
          static_cast<double>(allocations())};
}

Done since(const Done& before, double calls, int callers) {
  const Done now = used();
  return {calls,
          static_cast<double>(callers),
          now.wall - before.wall,
          now.processor - before.processor,
          now.switches - before.switches,
          now.allocations - before.allocations};
}

}  // namespace

Done run_for(Case& what, int callers, double seconds) {
  std::atomic<bool> is_over = false;
  std::atomic<std::uint64_t> calls = 0;
  std::latch ready(callers + 1);
  std::latch begin(1);
  std::vector<std::jthread> threads;
  for (int i = 0; i < callers; ++i) {
    threads.emplace_back([&] {
      const Call call = what.call();
      call();
      ready.count_down();
      begin.wait();
      std::uint64_t done = 0;
      for (; !is_over.load(std::memory_order_relaxed); ++done) call();
      calls.fetch_add(done);
    });
  }
  ready.arrive_and_wait();
  const Done before = used();
  begin.count_down();
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  is_over = true;
  threads.clear();
  return since(before, static_cast<double>(calls), callers);
}

Done run_times(Case& what, int calls) {
  const Call call = what.call();
  call();
  const Done before = used();
  for (int i = 0; i < calls; ++i) call();
  return since(before, calls, 1);
}

}  // namespace trips
