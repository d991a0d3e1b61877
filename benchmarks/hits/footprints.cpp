#include <malloc.h>
#include <unistd.h>

#include <fstream>
#include <tagcache/pieces.hpp>
#include <vector>

#include "measured.hpp"

namespace measured {
namespace {

/// What the allocator has handed out, its own bookkeeping included, and what memory stores have from the system.
[[nodiscard]] double bytes_allocated() {
  const auto in_slabs = static_cast<double>(tagcache::detail::bytes_in_slabs());  // allocates, the first time
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd) + in_slabs;
}

/// What the system has given: also to those who do not ask the allocator.
[[nodiscard]] double bytes_resident() {
  std::ifstream file("/proc/self/statm");
  double program = 0;
  double resident = 0;
  file >> program >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// What an account and its id take where nothing else is kept of them.
[[nodiscard]] double bytes_of_an_account() {
  constexpr std::size_t number = 1'000;
  const double before = bytes_allocated();
  std::vector<workload::Account> accounts;
  accounts.reserve(number);
  for (std::uint64_t id = 0; id < number; ++id) accounts.push_back(workload::load_account(id));
  return (bytes_allocated() - before) / number + sizeof(std::uint64_t);
}

template <class Peer>
void add_overhead(std::size_t keys) {
  const auto run = [keys](benchmark::State& state) {
    const double own = bytes_of_an_account();
    const double resident_before = bytes_resident();
    const double before = bytes_allocated();
    Peer peer(keys);
    for ([[maybe_unused]] const auto step : state) {
      for (std::uint64_t id = 0; id < keys; ++id) peer.read(id);
    }
    const auto entries = static_cast<double>(keys);
    state.counters["account_bytes"] = own;
    state.counters["overhead_bytes"] = (bytes_allocated() - before) / entries - own;
    state.counters["resident_bytes"] = (bytes_resident() - resident_before) / entries - own;
  };
  benchmark::RegisterBenchmark((std::string("footprint/") + Peer::name).c_str(), run)->Iterations(1)->UseRealTime();
}

/// A cache that was told how many bytes it may take, three times overfilled: what it takes when it takes most, in
/// per cent of that.
void measure_bound(benchmark::State& state, std::size_t keys) {
  const std::uint64_t bound = std::uint64_t{512} * keys;
  const double before = bytes_allocated();
  peers::OwnTag peer(tagcache::MemoryOptions{.max_entries = SIZE_MAX, .max_bytes = bound});
  double most = 0;
  for ([[maybe_unused]] const auto step : state) {
    for (std::uint64_t id = 0; id < 6 * keys; ++id) {
      peer.read(id);
      if (id > keys && id % (keys / 4) == 0) most = std::max(most, bytes_allocated() - before);
    }
  }
  state.counters["most_percent"] = 100 * most / static_cast<double>(bound);
}

}  // namespace

void add_footprints(const Workload& workload) {
  const std::size_t keys = workload.keys;
  each<peers::OwnTag, peers::GeneratedMethod, peers::LockedMap, peers::TextLru, peers::NumberLru
#if BENCHMARK_BOOST
       ,
       peers::FlatMapInParts
#endif
#if BENCHMARK_TBB
       ,
       peers::TbbMap, peers::TbbLru
#endif
       >([keys](auto peer) { add_overhead<typename decltype(peer)::type>(keys); });
  benchmark::RegisterBenchmark("bound/tagcache", [keys](benchmark::State& state) { measure_bound(state, keys / 4); })
      ->Iterations(1)
      ->UseRealTime();
}

}  // namespace measured
