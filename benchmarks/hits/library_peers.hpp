#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "written_by_hand.hpp"

#if BENCHMARK_BOOST
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <mutex>
#include <shared_mutex>
#endif
#if BENCHMARK_TBB
#define TBB_PREVIEW_CONCURRENT_LRU_CACHE 1  // as oneTBB wants it
#include <oneapi/tbb/concurrent_hash_map.h>
#include <oneapi/tbb/concurrent_lru_cache.h>
#endif

/// Maps and caches of libraries, where these are installed, with the id as their key.
namespace peers {

#if BENCHMARK_BOOST

/// A fast map in parts, each with a lock. It never evicts.
class FlatMapInParts {
 public:
  static constexpr const char* name = "16 boost::unordered_flat_map + shared_mutex, integer key";
  explicit FlatMapInParts(std::size_t entries) {
    for (Part& part : parts_) part.accounts.reserve(entries / parts_.size());
  }
  std::uint64_t read(std::uint64_t id) {
    if (const SharedAccount account = find(id)) return account->id;
    return store(id)->id;
  }
  void write(std::uint64_t id) { store(id); }

 private:
  struct alignas(64) Part {
    std::shared_mutex mutex;
    boost::unordered_flat_map<std::uint64_t, SharedAccount> accounts;
  };
  Part& part(std::uint64_t id) { return parts_[(id * 0x9E3779B97F4A7C15ULL >> 32U) % parts_.size()]; }
  SharedAccount find(std::uint64_t id) {
    Part& part = this->part(id);
    const std::shared_lock lock(part.mutex);
    const auto found = part.accounts.find(id);
    return found == part.accounts.end() ? nullptr : found->second;
  }
  SharedAccount store(std::uint64_t id) {
    SharedAccount account = load(id);
    SharedAccount replaced = account;
    Part& part = this->part(id);
    const std::unique_lock lock(part.mutex);
    std::swap(part.accounts[id], replaced);
    return account;
  }

  std::array<Part, 16> parts_;
};

#endif
#if BENCHMARK_TBB

/// It never evicts.
class TbbMap {
 public:
  static constexpr const char* name = "tbb::concurrent_hash_map, integer key";
  explicit TbbMap(std::size_t entries) : accounts_(entries) {}
  std::uint64_t read(std::uint64_t id) {
    if (const SharedAccount account = find(id)) return account->id;
    return store(id)->id;
  }
  void write(std::uint64_t id) { store(id); }

 private:
  using Map = tbb::concurrent_hash_map<std::uint64_t, SharedAccount>;
  SharedAccount find(std::uint64_t id) {
    Map::const_accessor place;
    return accounts_.find(place, id) ? place->second : nullptr;
  }
  SharedAccount store(std::uint64_t id) {
    SharedAccount account = load(id);
    SharedAccount replaced = account;
    Map::accessor place;
    accounts_.insert(place, id);
    std::swap(place->second, replaced);
    return account;
  }

  Map accounts_;
};

/// It cannot be written; a value is held while a handle is.
class TbbLru {
 public:
  static constexpr const char* name = "tbb::concurrent_lru_cache, integer key";
  explicit TbbLru(std::size_t entries) : accounts_(&workload::load_account, entries) {}
  std::uint64_t read(std::uint64_t id) {
    const auto account = accounts_[id];
    return const_cast<Accounts::handle&>(account).value().id;
  }

 private:
  using Accounts = tbb::concurrent_lru_cache<std::uint64_t, workload::Account>;
  Accounts accounts_;
};

#endif

}  // namespace peers
