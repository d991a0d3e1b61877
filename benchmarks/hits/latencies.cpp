#include <functional>
#include <thread>

#include "measured.hpp"
#include "stopwatch.hpp"

namespace measured {
namespace {

using Disturbance = std::function<void(workload::AccountCache&)>;

/// Times each hit while another thread does `disturb`, and says how long they took, timer included.
void time_hits(benchmark::State& state, workload::AccountCache& cache, const workload::KeySequence& keys,
               const Disturbance& disturb) {
  Histogram took;
  for ([[maybe_unused]] const auto step : state) {
    std::atomic<bool> over = false;
    std::thread other([&] {
      disturb(cache);
      over.store(true);
    });
    const std::size_t mask = keys.size() - 1;
    for (std::size_t place = 0; place <= mask / 8 || !over.load(std::memory_order_relaxed); ++place) {
      const std::uint64_t begin = ticks();
      const auto account = cache.two_tags(keys[place & mask]);
      const std::uint64_t end = ticks();
      if (account.status() == tagcache::Status::hit) took.add(end - begin);
    }
    other.join();
  }
  const double tick = nanoseconds_a_tick();
  const auto nanoseconds = [tick](std::uint64_t ticks) { return static_cast<double>(ticks) * tick; };
  state.counters["hits"] = static_cast<double>(took.total());
  state.counters["half_ns"] = nanoseconds(took.within(0.5));
  state.counters["99_ns"] = nanoseconds(took.within(0.99));
  state.counters["99.99_ns"] = nanoseconds(took.within(0.9999));
  state.counters["longest_ns"] = nanoseconds(took.longest());
  state.counters["timer_ns"] = nanoseconds(ticks_of_reading());
}

void add(const char* scene, const Workload& workload, std::size_t bound, const Disturbance& disturb) {
  const auto run = [&workload, bound, disturb](benchmark::State& state) {
    const auto cached = std::make_unique<peers::Cached>(bound);
    for (std::uint64_t id = 0; id < workload.keys; ++id) cached->cache().two_tags(id);
    time_hits(state, cached->cache(), workload.sequence, disturb);
  };
  benchmark::RegisterBenchmark((std::string("latencies/") + scene).c_str(), run)->Iterations(1)->UseRealTime();
}

}  // namespace

void add_latencies(const Workload& workload) {
  const std::size_t keys = workload.keys;
  const auto read_new_keys = [keys](workload::AccountCache& cache) {
    for (std::uint64_t id = keys; id < 3 * keys; ++id) cache.two_tags(id);
  };
  add("quiet", workload, roomy(keys), [](workload::AccountCache&) {});
  add("growth", workload, roomy(3 * keys), read_new_keys);
  add("evictions", workload, keys, read_new_keys);
  add("clear", workload, roomy(keys), [keys](workload::AccountCache& cache) {
    for (int times = 0; times < 20; ++times) {
      cache.clear();
      for (std::uint64_t id = 0; id < keys / 10; ++id) cache.two_tags(id);
    }
  });
}

}  // namespace measured
