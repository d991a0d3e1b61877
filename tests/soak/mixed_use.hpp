#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <tagcache/memory.hpp>
#include <tagcache/primitives.hpp>
#include <vector>

#include "chance.hpp"

namespace soak {

/// Counts the values that there are.
class Alive {
 public:
  Alive() noexcept { ++number; }
  Alive(const Alive&) noexcept { ++number; }
  Alive& operator=(const Alive&) = default;
  ~Alive() { --number; }
  static inline std::atomic<std::int64_t> number = 0;
};

struct Page {
  std::uint64_t key;
  std::string text;
  Alive alive{};
};

/// Two caches on one memory store that is always full, and all that a program does with them: reads, loads that fail or
/// tell tags, writes, invalidations, expiries, `clear`, other bounds, handles that are hoarded, handed to other threads
/// and turned into shared pointers, a listener that reads. All times are real: the clock of a hit, which is rough, is a
/// part of what is tried, and no check depends on how late it is.
class MixedUse {
 public:
  explicit MixedUse(std::uint64_t bytes);

  /// Some thousand steps of one thread, with hoards of their own.
  void spell(std::uint64_t seed);

  /// Waits for the loads in the background, and lets go of all handles.
  void settle();
  /// The store gives up what it holds, and ends with its caches.
  [[nodiscard]] tagcache::MemoryStats disconnect();
  void end();

  [[nodiscard]] tagcache::MemoryStats memory() const { return store_->stats(); }
  [[nodiscard]] tagcache::QueryStats reads() const;
  [[nodiscard]] std::uint64_t sets() const { return sets_; }
  [[nodiscard]] std::uint64_t told_of(std::size_t cause) const { return told_of_[cause]; }
  [[nodiscard]] std::uint64_t wrong_values() const { return wrong_values_; }

 private:
  using Held = tagcache::Handle<Page>;

  /// What a thread keeps.
  struct Hoard {
    std::vector<Held> handles;
    std::vector<std::shared_ptr<const Page>> shared;
  };

  void step(model::Chance& chance, Hoard& hoard);
  void read(tagcache::Primitives& cache, model::Chance& chance, Hoard& hoard);
  void set(tagcache::Primitives& cache, model::Chance& chance);
  void invalidate(tagcache::Primitives& cache, model::Chance& chance);
  void resize(model::Chance& chance);
  void keep(Held handle, model::Chance& chance, Hoard& hoard);
  void hand_on(Hoard& hoard, model::Chance& chance);
  void on_removed(const tagcache::Removal& removal);

  const std::uint64_t bytes_;
  std::array<std::atomic<std::uint64_t>, tagcache::removal_causes> told_of_{};
  std::atomic<std::uint64_t> sets_ = 0;
  std::atomic<std::uint64_t> wrong_values_ = 0;
  std::shared_ptr<tagcache::MemoryStore> store_;
  std::unique_ptr<tagcache::Primitives> first_;
  std::unique_ptr<tagcache::Primitives> second_;
  std::atomic<bool> listener_reads_ = false;
  std::mutex handed_on_mutex_;
  std::vector<Held> handed_on_;  ///< from thread to thread
};

}  // namespace soak
