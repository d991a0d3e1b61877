#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <tagcache/store.hpp>
#include <unordered_map>
#include <vector>

#include "memory/slot.hpp"

namespace tagcache::detail {

/// A load that has begun and whose key may be set or erased before it ends.
class MemoryLoad final : public Load {
 public:
  MemoryLoad(const KeyView& view, Basis known, Layers layers)
      : key(view, known.scope->prefix), basis(std::move(known)), wanted(layers != Layers::remote) {}

  const Key key;
  const Basis basis;
  const bool wanted;                    ///< in memory
  std::atomic<bool> overtaken = false;  ///< the key was set or erased since
};

/// A part of the memory store with a lock of its own. Lock order: shard, then tag table.
class Shard {
 public:
  Shard(TagTable& tags, std::size_t max_entries, std::optional<std::uint64_t> max_bytes)
      : tags_(tags), max_entries_(max_entries), max_bytes_(max_bytes) {}

  [[nodiscard]] Found find(const Request& request);

  void begins(MemoryLoad& load);
  void ended(MemoryLoad& load);

  /// False when the key was overtaken or holds the result of a later load, or when a result tag has moved.
  bool keep(const MemoryLoad& load, EntryPointer entry, TimePoint now);

  /// A null entry only removes what is stored.
  void set(const KeyView& key, Basis basis, EntryPointer entry, TimePoint now);
  void erase(const KeyView& key);
  void erase_all();

 private:
  using Slots = std::unordered_map<Key, Slot, KeyHash, KeyEqual>;
  using Removed = std::vector<Slots::node_type>;  ///< ended outside the lock: values may call back into the cache

  [[nodiscard]] bool unmoved(Slot& slot);
  void overtake(const KeyView& key);
  void put(const KeyView& key, Basis basis, EntryPointer entry, TimePoint now, Removed& removed);
  void remove(Slots::iterator slot, Removed& removed);
  void evict_one(TimePoint now, Removed& removed);
  [[nodiscard]] bool dead(Slot& slot, TimePoint now);

  TagTable& tags_;
  const std::size_t max_entries_;
  const std::optional<std::uint64_t> max_bytes_;
  std::uint64_t bytes_ = 0;  ///< cost of all slots; without a bound nothing costs
  std::shared_mutex mutex_;
  Slots slots_;
  std::vector<Slots::value_type*> ring_;  ///< all slots, in the order of CLOCK's hand; a slot never moves in memory
  std::size_t hand_ = 0;
  std::unordered_multimap<std::uint64_t, MemoryLoad*> loads_;  ///< by the hash of their keys
};

}  // namespace tagcache::detail
