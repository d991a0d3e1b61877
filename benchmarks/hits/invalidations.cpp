#include <set>

#include "measured.hpp"

namespace measured {

/// Invalidates one tag again and again; so many entries carry a tag below it.
void add_invalidations(const Workload& workload) {
  for (const std::size_t entries : std::set<std::size_t>{1, workload.keys / 10, workload.keys}) {
    const auto filled = std::make_shared<Filled<peers::OwnTag>>(entries);
    benchmark::RegisterBenchmark(("invalidate/" + std::to_string(entries)).c_str(), [=](benchmark::State& state) {
      workload::AccountCache& cache = filled->peer().cache();
      for ([[maybe_unused]] const auto step : state) cache.invalidate(cache.tags.own);
    })->UseRealTime();
  }
}

}  // namespace measured
