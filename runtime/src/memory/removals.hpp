#pragma once

#include <array>
#include <cstdint>
#include <tagcache/memory.hpp>
#include <unordered_map>
#include <utility>
#include <vector>

#include "memory/slot.hpp"

namespace tagcache::detail {

using Slots = std::unordered_map<Key, Slot, KeyHash, KeyEqual>;

/// Entries on their way out of a shard. They end with this object, which lives longer than the lock: values, and who is
/// told of removals, may call back into the cache.
class Removals {
 public:
  explicit Removals(const RemovalListener& told) noexcept : told_(told) {}
  Removals(const Removals&) = delete;
  Removals& operator=(const Removals&) = delete;
  ~Removals();

  /// Room first, or an entry could end where it is added, under the lock.
  void reserve_one_more() { entries_.reserve(entries_.size() + 1); }
  void add(Slots::node_type entry, RemovalCause cause) noexcept { entries_.emplace_back(std::move(entry), cause); }

 private:
  const RemovalListener& told_;
  std::vector<std::pair<Slots::node_type, RemovalCause>> entries_;
};

}  // namespace tagcache::detail
