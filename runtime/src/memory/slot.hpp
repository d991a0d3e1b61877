#pragma once

#include <algorithm>
#include <array>
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
#include <tagcache/pieces.hpp>
#include <utility>

#include "memory/place.hpp"
#include "memory/standing.hpp"

namespace tagcache::detail {

/// When memory has no more use for an entry: nobody can be served with it any more, not even in grace.
[[nodiscard]] inline TimePoint useful_until(const EntryNode& entry) noexcept {
  return entry.has_grace() ? entry.grace_until : entry.fresh_until();
}

/// What all slots of a query have in common, in all stores. Never forgotten: there are as many as queries, and a slot
/// that somebody reads may outlive its store.
struct Family {
  /// That of keys with this name, a literal, and of values of this type; made for the first of them.
  [[nodiscard]] static const Family& of(const KeyView& key, const ValueType& type);

  const KeyType* key_type;
  const ValueType* type;
  std::string_view name;
  Family* older;
};

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
};

/// What a hit does not look at, before the place.
struct KeptEntry {
  EntryPointer entry;  ///< the same until the slot ends
};

/// An entry in the table, in one piece of memory with its key, and with its value when that is small or was made with
/// room for this. But for what is atomic, and its place, nothing in it changes once readers can find it: another value
/// of its key has another slot, so that no reader judges the value of one load by the generations of another.
class Slot : public KeptEntry, public Place {
 public:
  /// The text of the key's name lives longer.
  [[nodiscard]] static std::unique_ptr<Slot> make(const KeyView& key, const Basis& basis, EntryPointer entry,
                                                  TimePoint now);
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() { family.key_type->end(place_of_key()); }
  static void operator delete(Slot* slot, std::destroying_delete_t) noexcept;

  /// What one takes together with its key, before its value: a multiple of 8.
  [[nodiscard]] static std::size_t bytes(const KeyType& key, const ValueType& value, bool idles) noexcept;
  [[nodiscard]] static std::size_t bytes_taken(const KeyView& key, const EntryNode& entry) noexcept {
    return piece_bytes(bytes(key.type(), entry.type(), entry.idle_ttl() > Duration::zero()));
  }

  /// A view of what it keeps.
  [[nodiscard]] KeyView key() const noexcept {
    return {scope.prefix, family.name, *family.key_type, family.key_type->kept(place_of_key()), hash};
  }
  [[nodiscard]] bool is_of(const KeyView& key) const noexcept {
    return family.key_type == &key.type() && same_text(family.name, key.name()) &&
           key.type().equal_kept(key.parts(), place_of_key()) && same_text(scope.prefix, key.prefix());
  }

  /// Asks for the line in which the value begins, when it lies where it mostly does: behind the slot, in an entry that
  /// was made with room for it. Nothing of the slot has to be read for that.
  static void ask_for_value(const Slot* slot, const KeyType& key) noexcept {
    constexpr std::size_t of_piece = sizeof(std::size_t) + 2 * sizeof(void*) + sizeof(Room*);  ///< and of its count
    constexpr std::size_t behind_key = sizeof(Slot) + of_piece + sizeof(EntryNode);
    __builtin_prefetch(reinterpret_cast<const std::byte*>(slot) + behind_key + key.size);
  }

  [[nodiscard]] bool lapsed(TimePoint now) const noexcept { return now >= entry->memory_until(); }

  /// Of entries with an idle_ttl.
  [[nodiscard]] std::atomic<TimePoint>& read_at() const noexcept {
    auto* const behind = static_cast<std::byte*>(place_of_value()) + copied_bytes(*family.type);
    return *reinterpret_cast<std::atomic<TimePoint>*>(behind);
  }

  [[nodiscard]] bool idle(TimePoint now) const noexcept { return idles && now >= idle_at(); }

  /// When it ends by itself, if nobody reads it.
  [[nodiscard]] TimePoint ends_at() const noexcept {
    const TimePoint useful = useful_until(*entry);
    return idles ? std::min(useful, idle_at()) : useful;
  }

 private:
  Slot(const Family& its_family, const KeyView& key, const Basis& basis, EntryPointer its_entry,
       bool its_own_piece) noexcept;

  [[nodiscard]] TimePoint idle_at() const noexcept {
    return later(read_at().load(std::memory_order_relaxed), entry->idle_ttl());
  }
  /// Of a value, rounded up; zero when it is not to be copied.
  [[nodiscard]] static std::size_t copied_bytes(const ValueType& type) noexcept;
  /// Of memory for a slot; the other one comes behind it.
  [[nodiscard]] static std::size_t value_at(const KeyType& type) noexcept {
    constexpr std::size_t aligned = alignof(std::max_align_t);
    return (sizeof(Slot) + type.size + aligned - 1) / aligned * aligned;
  }
  [[nodiscard]] void* place_of_key() const noexcept {
    return const_cast<Slot*>(this) + 1;  // NOLINT(*-const-cast): not a part of this object
  }
  [[nodiscard]] void* place_of_value() const noexcept {
    return reinterpret_cast<std::byte*>(const_cast<Slot*>(this)) + value_at(*family.key_type);  // NOLINT(*-const-cast)
  }

  // What a hit looks at lies together, the key behind it.
 public:
  RemovalCause cause{};  ///< once it has left the table
  const bool idles : 1;  ///< it has an idle_ttl
  const bool is_absent : 1;
  const bool has_own_piece : 1;          ///< it does not lie beside its entry
  std::atomic<bool> is_expired = false;  ///< by its key, not by time or a tag
  const Sequence order;                  ///< see Basis
  Standing standing;                     ///< of its tags
  const Scope& scope;
  const Family& family;
  const TimePoint fresh_until;
  const void* value;  ///< of the entry, or a copy of it
};

}  // namespace tagcache::detail
