#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tagcache/entry.hpp>
#include <tagcache/key.hpp>

#include "memory/place.hpp"
#include "memory/standing.hpp"

namespace tagcache::detail {

/// When memory has no more use for an entry: nobody can be served with it any more, not even in grace.
[[nodiscard]] inline TimePoint useful_until(const EntryNode& entry) noexcept {
  return entry.has_grace() ? entry.grace_until : entry.fresh_until();
}

/// All keys with one prefix. Never forgotten: there are as many as caches.
struct Scope {
  const std::string prefix;
  std::atomic<Sequence> cleared = 0;
};

/// What a store knew before data was read: enough to tell later whether the data is still good.
struct Basis {
  Sequence stamp = 0;  ///< Generations::latest() before data was read
  Sequence order = 0;  ///< later loads of a store have greater ones; invalidations do not count here
  const Scope* scope = nullptr;

  [[nodiscard]] bool cleared() const noexcept { return scope->cleared.load(std::memory_order_acquire) > stamp; }
};

/// An entry in the map. Entry, basis and standing change together, under the lock of the shard, so that no reader
/// judges the value of one load by the generations of another.
struct Slot : Place {
  const Key* key = nullptr;  ///< under which it is in the map
  EntryPointer entry;
  Basis basis;
  bool expired = false;              ///< by its key, not by time or a tag
  Standing standing;                 ///< of its tags
  std::atomic<TimePoint> read_at{};  ///< kept up for entries with an idle_ttl

  [[nodiscard]] bool lapsed(TimePoint now) const noexcept { return now >= entry->memory_until; }

  [[nodiscard]] bool idle(TimePoint now) const noexcept {
    return entry->idle_ttl > Duration::zero() && now >= idle_at();
  }

  /// When it ends by itself, if nobody reads it.
  [[nodiscard]] TimePoint ends_at() const noexcept {
    const TimePoint useful = useful_until(*entry);
    return entry->idle_ttl > Duration::zero() ? std::min(useful, idle_at()) : useful;
  }

 private:
  [[nodiscard]] TimePoint idle_at() const noexcept {
    return later(read_at.load(std::memory_order_relaxed), entry->idle_ttl);
  }
};

}  // namespace tagcache::detail
