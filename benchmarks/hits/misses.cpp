#include "measured.hpp"

namespace measured {
namespace {

/// Each access is of a new key: a miss, a load, a value stored, another one evicted.
template <class Peer>
void read_new_keys(benchmark::State& state, Filled<Peer>& full, std::atomic<std::uint64_t>& next) {
  constexpr std::uint64_t claimed_at_once = 1'024;
  Peer& peer = full.peer();
  std::uint64_t key = 0;
  std::uint64_t end = 0;
  for ([[maybe_unused]] const auto step : state) {
    if (key == end) {
      key = next.fetch_add(claimed_at_once);
      end = key + claimed_at_once;
    }
    benchmark::DoNotOptimize(peer.read(key++));
  }
}

template <class Peer>
void add_peer(std::size_t keys) {
  const auto full = std::make_shared<Filled<Peer>>(keys);
  const auto next = std::make_shared<std::atomic<std::uint64_t>>(std::uint64_t{1} << 40U);
  auto* const added =
      benchmark::RegisterBenchmark((std::string("misses/") + Peer::name).c_str(),
                                   [=](benchmark::State& state) { read_new_keys(state, *full, *next); });
  added->Threads(1)->UseRealTime();
  if constexpr (!std::is_same_v<Peer, peers::NewFloor>) added->Threads(2);  // it knows no other thread
}

}  // namespace

void add_misses(const Workload& workload) {
  each<peers::NewFloor, peers::GeneratedMethod, peers::OwnTag, peers::TextLru, peers::TextLruInParts, peers::NumberLru,
       peers::NumberLruInParts
#if BENCHMARK_TBB
       ,
       peers::TbbLru
#endif
       >([&](auto peer) { add_peer<typename decltype(peer)::type>(workload.keys / 10); });
}

}  // namespace measured
