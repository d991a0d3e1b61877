#include <tuple>

#include "measured.hpp"

namespace measured {
namespace {

/// As read_keys, but which key comes next is known only when the value before is: what a program waits for a hit when
/// it does something with what it reads. The processor cannot work at several hits at a time here.
template <class Peer>
void follow_keys(benchmark::State& state, Filled<Peer>& filled, const workload::KeySequence& keys) {
  Peer& peer = filled.peer();
  const std::size_t mask = keys.size() - 1;
  std::size_t place = filled.beginning();
  for ([[maybe_unused]] const auto step : state)
    place += 1 + (peer.read(keys[place & mask]) >> 63U);  // no id is so great
  benchmark::DoNotOptimize(place);
}

/// Of 1,024 accesses so many load a new value and store it.
template <class Peer>
void read_and_write_keys(benchmark::State& state, Filled<Peer>& filled, const workload::KeySequence& keys,
                         std::uint64_t writes) {
  Peer& peer = filled.peer();
  const std::size_t mask = keys.size() - 1;
  std::size_t place = filled.beginning();
  for ([[maybe_unused]] const auto step : state) {
    const std::uint64_t key = keys[place & mask];
    if ((place * 0x9E3779B97F4A7C15ULL) >> 54U < writes) {
      peer.write(key);
    } else {
      benchmark::DoNotOptimize(peer.read(key));
    }
    ++place;
  }
}

template <class Peer>
constexpr bool can_be_written = requires(Peer& peer) { peer.write(0); };

/// `run` is called with the state and a peer that holds all keys.
template <class Peer, class Run>
benchmark::internal::Benchmark* add(const std::string& group, const std::shared_ptr<Filled<Peer>>& filled,
                                    const Run& run) {
  return benchmark::RegisterBenchmark((group + "/" + Peer::name).c_str(),
                                      [filled, run](benchmark::State& state) { run(state, *filled); })
      ->UseRealTime();
}

template <class... Peers>
void add_all(const Workload& workload) {
  const std::tuple filled{std::make_shared<Filled<Peers>>(workload.keys)...};
  const workload::KeySequence& keys = workload.sequence;
  const auto add_group = [&](const std::string& group, const auto& run) {
    std::apply([&](const auto&... each) { (add(group, each, run)->Threads(1)->Threads(2), ...); }, filled);
  };
  const auto add_writes = [&]<class Peer>(const std::shared_ptr<Filled<Peer>>& peer, const std::string& group,
                                          std::uint64_t writes) {
    if constexpr (can_be_written<Peer>) {
      add(group, peer,
          [&keys, writes](benchmark::State& state, auto& each) { read_and_write_keys(state, each, keys, writes); })
          ->Threads(1)
          ->Threads(2);
    }
  };
  add_group("hits/zipf", [&keys](benchmark::State& state, auto& peer) { read_keys(state, peer, keys); });
  add_group("hits/hot", [hot = workload::KeySequence(1, keys.front())](benchmark::State& state, auto& peer) {
    read_keys(state, peer, hot);
  });
  std::apply(
      [&](const auto&... each) {
        const auto follow = [&keys](benchmark::State& state, auto& peer) { follow_keys(state, peer, keys); };
        (add("hits/chain", each, follow), ...);
        (add_writes(each, "hits/95", 51), ...);
        (add_writes(each, "hits/50", 512), ...);
      },
      filled);
}

}  // namespace

void add_hits(const Workload& workload) {
  add_all<peers::PointerFloor, peers::SharedPointerFloor, peers::GeneratedMethod, peers::PrimitivesQuery,
          peers::LockedMap, peers::TextLru, peers::TextLruInParts, peers::NumberLru, peers::NumberLruInParts
#if BENCHMARK_BOOST
          ,
          peers::FlatMapInParts
#endif
#if BENCHMARK_TBB
          ,
          peers::TbbMap, peers::TbbLru
#endif
          >(workload);
}

}  // namespace measured
