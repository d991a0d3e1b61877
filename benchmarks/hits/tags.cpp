#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "measured.hpp"

namespace measured {
namespace {

/// Invalidates tags that no entry carries, a thousand a second, while it exists.
class Invalidations {
 public:
  explicit Invalidations(workload::AccountCache& cache) : thread_([this, &cache] { run(cache); }) {}
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
  void run(workload::AccountCache& cache) {
    auto next = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    for (std::uint64_t id = 0; !ended_; ++id) {
      cache.invalidate(cache.tags.unrelated(id));
      next += std::chrono::milliseconds(1);
      end_.wait_until(lock, next, [this] { return ended_; });
    }
  }

  std::mutex mutex_;
  std::condition_variable end_;
  bool ended_ = false;
  std::thread thread_;
};

template <class Peer>
void add_peer(const Workload& workload) {
  const auto filled = std::make_shared<Filled<Peer>>(workload.keys);
  const workload::KeySequence& keys = workload.sequence;
  benchmark::RegisterBenchmark((std::string("tags/quiet/") + Peer::name).c_str(), [=, &keys](benchmark::State& state) {
    read_keys(state, *filled, keys);
  })->UseRealTime();
  benchmark::RegisterBenchmark((std::string("tags/storm/") + Peer::name).c_str(), [=, &keys](benchmark::State& state) {
    const Invalidations invalidations(filled->peer().cache());
    read_keys(state, *filled, keys);
  })->UseRealTime();
}

}  // namespace

void add_tags(const Workload& workload) {
  each<peers::SharedTag, peers::FourTags, peers::NoTagsByHand, peers::FourTagsByHand>(
      [&](auto peer) { add_peer<typename decltype(peer)::type>(workload); });
}

}  // namespace measured
