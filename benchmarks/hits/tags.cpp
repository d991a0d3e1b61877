#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "measured.hpp"

namespace measured {
namespace {

using Invalidate = void (*)(workload::AccountCache& cache, std::uint64_t id);

/// Of these tags no entry carries any. They share nothing with those that entries carry,
void invalidate_elsewhere(workload::AccountCache& cache, std::uint64_t id) {
  cache.invalidate(cache.tags.unrelated(id));
}
/// or all but their last segment.
void invalidate_beside(workload::AccountCache& cache, std::uint64_t id) {
  cache.invalidate(cache.tags.first.of.eight.segments.in.a.tag((std::uint64_t{1} << 50U) + id));
}

/// Invalidates a thousand tags a second while it exists.
class Invalidations {
 public:
  Invalidations(workload::AccountCache& cache, Invalidate invalidate)
      : thread_([this, &cache, invalidate] { run(cache, invalidate); }) {}
  Invalidations(const Invalidations&) = delete;
  Invalidations& operator=(const Invalidations&) = delete;
  ~Invalidations() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    end_.notify_one();
    thread_.join();
  }

 private:
  void run(workload::AccountCache& cache, Invalidate invalidate) {
    auto next = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    for (std::uint64_t id = 0; !ended_; ++id) {
      invalidate(cache, id);
      next += std::chrono::milliseconds(1);
      end_.wait_until(lock, next, [this] { return ended_; });
    }
  }

  std::mutex mutex_;
  std::condition_variable end_;
  bool ended_ = false;
  std::thread thread_;
};

/// An entry is compared with what was invalidated when it is read for the first time after that, and no more. Where it
/// is quiet, nothing was invalidated since each of the entries was read.
template <class Peer>
void read_each(Peer& peer, std::size_t keys) {
  for (std::uint64_t id = 0; id < keys; ++id) peer.read(id);
}

template <class Peer>
void add_peer(const Workload& workload) {
  const auto filled = std::make_shared<Filled<Peer>>(workload.keys);
  const workload::KeySequence& keys = workload.sequence;
  const auto read_in_quiet = [=, &keys, count = workload.keys](benchmark::State& state) {
    read_each(filled->peer(), count);
    read_keys(state, *filled, keys);
  };
  benchmark::RegisterBenchmark((std::string("tags/quiet/") + Peer::name).c_str(), read_in_quiet)->UseRealTime();
  for (const auto& [group, invalidate] :
       {std::pair("tags/storm/", &invalidate_elsewhere), std::pair("tags/near/", &invalidate_beside)}) {
    benchmark::RegisterBenchmark((std::string(group) + Peer::name).c_str(), [=, &keys](benchmark::State& state) {
      const Invalidations invalidations(filled->peer().cache(), invalidate);
      read_keys(state, *filled, keys);
    })->UseRealTime();
  }
}

}  // namespace

void add_tags(const Workload& workload) {
  each<peers::SharedTag, peers::FourTags, peers::NoTagsByHand, peers::FourTagsByHand>(
      [&](auto peer) { add_peer<typename decltype(peer)::type>(workload); });
}

}  // namespace measured
