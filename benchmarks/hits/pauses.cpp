#include <time.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>
#include <vector>

#include "measured.hpp"

namespace measured {
namespace {

[[nodiscard]] std::chrono::nanoseconds processor_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// How long each of many calls took that are the same in each round: by the time of the processor, of which the
/// shortest of all rounds counts, so that what a call does itself is told from what the machine does meanwhile; and at
/// the wall.
class Calls {
 public:
  template <class Call>
  void time(std::size_t number, const Call& call) {
    const auto begin = std::chrono::steady_clock::now();
    const auto processor_begin = processor_time();
    call();
    const auto took = static_cast<std::uint32_t>((processor_time() - processor_begin).count());
    longest_at_wall_ = std::max(longest_at_wall_, std::chrono::nanoseconds(std::chrono::steady_clock::now() - begin));
    if (number == shortest_.size()) shortest_.push_back(took);
    shortest_[number] = std::min(shortest_[number], took);
  }

  void tell(benchmark::State& state, const std::string& scene) const {
    state.counters[scene + "_us"] = *std::max_element(shortest_.begin(), shortest_.end()) / 1'000.0;
    state.counters[scene + "_wall_us"] = std::chrono::duration<double, std::micro>(longest_at_wall_).count();
  }

 private:
  std::vector<std::uint32_t> shortest_;  ///< nanoseconds
  std::chrono::nanoseconds longest_at_wall_{};
};

/// What may keep the callers of a full cache waiting. All calls are those of one thread; some while another one does
/// something.
class Pauses {
 public:
  explicit Pauses(std::size_t keys) : keys_(keys) {}

  void measure() {
    const auto store = tagcache::memory({.max_entries = keys_});
    workload::Loader loader;
    workload::AccountCache cache(loader, store);
    std::uint64_t next = 0;
    const auto load = [&](const char* scene, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i) {
        calls_[scene].time(i, [&] { benchmark::DoNotOptimize(cache.two_tags(next++)->id); });
      }
    };
    const auto load_while = [&](const char* scene, const auto& disturb) {
      std::thread other(disturb);
      load(scene, keys_ / 8);
      other.join();
    };
    load("growth", keys_);
    load("evictions", keys_ / 4);
    load_while("resize", [&] { store->resize(keys_ / 2), store->resize(keys_); });
    calls_["clear"].time(0, [&] { cache.clear(); });
    load("cleared", keys_);
    load_while("disconnect", [&] { store->disconnect(); });
  }

  void tell(benchmark::State& state) const {
    for (const auto& [scene, calls] : calls_) calls.tell(state, scene);
  }

 private:
  const std::size_t keys_;
  std::map<std::string, Calls> calls_;
};

}  // namespace

void add_pauses(const Workload& workload) {
  const auto run = [keys = workload.keys](benchmark::State& state) {
    Pauses pauses(keys);
    for ([[maybe_unused]] const auto step : state) {
      for (int round = 0; round < 3; ++round) pauses.measure();
    }
    pauses.tell(state);
  };
  benchmark::RegisterBenchmark("pauses/calls", run)->Iterations(1)->UseRealTime();
}

}  // namespace measured
