#pragma once

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>

#include "cached.hpp"
#include "floors.hpp"
#include "key_sequence.hpp"
#include "library_peers.hpp"
#include "written_by_hand.hpp"

namespace measured {

/// What all benchmarks are told.
struct Workload {
  std::size_t keys;
  workload::KeySequence sequence;  ///< its size is a power of two
};

/// The groups of benchmarks; each names its cases `group/what/peer`.
void add_hits(const Workload& workload);
void add_misses(const Workload& workload);
void add_tags(const Workload& workload);
void add_invalidations(const Workload& workload);
void add_latencies(const Workload& workload);
void add_footprints(const Workload& workload);
void add_pauses(const Workload& workload);

/// Room enough that nothing is evicted, also where each part of a cache has its own bound.
[[nodiscard]] inline std::size_t roomy(std::size_t keys) { return keys + keys / 4 + 64; }

/// A peer that holds all keys. Made when it is first measured, and there to the end, so that rounds find it as it was.
template <class Peer>
class Filled {
 public:
  explicit Filled(std::size_t keys) : keys_(keys) {}

  Peer& peer() {
    std::call_once(made_, [this] {
      auto peer = std::make_unique<Peer>(roomy(keys_));
      for (std::uint64_t id = 0; id < keys_; ++id) peer->read(id);
      peer_ = std::move(peer);
    });
    return *peer_;
  }

  /// Where in the sequence a run begins: elsewhere each time.
  [[nodiscard]] std::size_t beginning() noexcept { return runs_.fetch_add(1) * 0x9E3779B1U; }

 private:
  const std::size_t keys_;
  std::once_flag made_;
  std::unique_ptr<Peer> peer_;
  std::atomic<std::size_t> runs_ = 0;
};

/// Reads keys one after the other, a hit an iteration.
template <class Peer>
void read_keys(benchmark::State& state, Filled<Peer>& filled, const workload::KeySequence& keys) {
  Peer& peer = filled.peer();
  const std::size_t mask = keys.size() - 1;
  std::size_t place = filled.beginning();
  for ([[maybe_unused]] const auto step : state) benchmark::DoNotOptimize(peer.read(keys[place++ & mask]));
}

/// Calls `visit` with a std::type_identity of each of `Peers`.
template <class... Peers, class Visit>
void each(const Visit& visit) {
  (visit(std::type_identity<Peers>{}), ...);
}

}  // namespace measured
