#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tagcache/entry.hpp>
#include <tagcache/key.hpp>
#include <tagcache/memory.hpp>
#include <utility>

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

/// An entry in the table. But for what is atomic, and its place, nothing in it changes once readers can find it:
/// another value of its key has another slot, so that no reader judges the value of one load by the generations of
/// another.
struct Slot : Place {
  Slot(const KeyView& view, const Basis& known, EntryPointer its_entry)
      : key(view, known.scope->prefix),
        entry(std::move(its_entry)),
        fresh_until(entry->fresh_until()),
        idles(entry->idle_ttl > Duration::zero()),
        basis(known) {}

  const Key key;
  const EntryPointer entry;
  const TimePoint fresh_until;
  const bool idles;  ///< it has an idle_ttl
  const Basis basis;
  Standing standing;                     ///< of its tags
  std::atomic<bool> is_expired = false;  ///< by its key, not by time or a tag
  RemovalCause cause{};                  ///< once it has left the table
  std::atomic<TimePoint> read_at{};      ///< kept up for entries with an idle_ttl

  [[nodiscard]] bool lapsed(TimePoint now) const noexcept { return now >= entry->memory_until; }

  [[nodiscard]] bool idle(TimePoint now) const noexcept { return idles && now >= idle_at(); }

  /// When it ends by itself, if nobody reads it.
  [[nodiscard]] TimePoint ends_at() const noexcept {
    const TimePoint useful = useful_until(*entry);
    return idles ? std::min(useful, idle_at()) : useful;
  }

 private:
  [[nodiscard]] TimePoint idle_at() const noexcept {
    return later(read_at.load(std::memory_order_relaxed), entry->idle_ttl);
  }
};

}  // namespace tagcache::detail
