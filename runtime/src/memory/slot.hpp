#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>
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

/// What a hit does not look at.
struct KeptEntry {
  const EntryPointer entry;
  std::atomic<TimePoint> read_at{};  ///< kept up for entries with an idle_ttl
  RemovalCause cause{};              ///< once it has left the table
};

/// An entry in the table, in one piece of memory with its key, and with its value when that is small. But for what is
/// atomic, and its place, nothing in it changes once readers can find it: another value of its key has another slot, so
/// that no reader judges the value of one load by the generations of another.
class alignas(std::max_align_t) Slot : public KeptEntry, public Place {
 public:
  /// Its standing is to be given. The text of the key's name lives longer.
  [[nodiscard]] static std::unique_ptr<Slot> make(const KeyView& key, const Basis& basis, EntryPointer entry);
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() { key_type_.end(place_of_key()); }
  static void operator delete(void* memory) { ::operator delete(memory); }

  /// A view of what it keeps.
  [[nodiscard]] KeyView key() const noexcept {
    return {basis.scope->prefix, {name_, name_size_}, key_type_, key_type_.kept(place_of_key()), hash};
  }
  [[nodiscard]] bool is_of(const KeyView& key) const noexcept {
    return &key_type_ == &key.type() && same_text({name_, name_size_}, key.name()) &&
           key_type_.equal_kept(key.parts(), place_of_key()) && same_text(basis.scope->prefix, key.prefix());
  }

  [[nodiscard]] bool lapsed(TimePoint now) const noexcept { return now >= entry->memory_until; }

  [[nodiscard]] bool idle(TimePoint now) const noexcept { return idles && now >= idle_at(); }

  /// When it ends by itself, if nobody reads it.
  [[nodiscard]] TimePoint ends_at() const noexcept {
    const TimePoint useful = useful_until(*entry);
    return idles ? std::min(useful, idle_at()) : useful;
  }

 private:
  Slot(const KeyView& key, const Basis& known, EntryPointer its_entry) noexcept;

  [[nodiscard]] TimePoint idle_at() const noexcept {
    return later(read_at.load(std::memory_order_relaxed), entry->idle_ttl);
  }
  /// Of memory for a slot; the other one comes behind it.
  [[nodiscard]] static std::size_t value_at(const KeyType& type) noexcept {
    return (sizeof(Slot) + type.size + alignof(Slot) - 1) / alignof(Slot) * alignof(Slot);
  }
  [[nodiscard]] void* place_of_key() const noexcept {
    return const_cast<Slot*>(this) + 1;  // NOLINT(*-const-cast): not a part of this object
  }

  // What a hit looks at lies together, the key behind it.
 public:
  const Basis basis;
  Standing standing;  ///< of its tags
  const TimePoint fresh_until;
  const void* value;  ///< of the entry, or a copy of it
  const ValueType* const type;

 private:
  const KeyType& key_type_;
  const char* const name_;
  const std::uint32_t name_size_;

 public:
  const bool idles;  ///< it has an idle_ttl
  const bool is_absent;
  std::atomic<bool> is_expired = false;  ///< by its key, not by time or a tag
};

}  // namespace tagcache::detail
