#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <span>
#include <tagcache/store.hpp>
#include <unordered_map>

#include "memory/bounds.hpp"
#include "memory/deadlines.hpp"
#include "memory/eviction.hpp"
#include "memory/generations.hpp"
#include "memory/removals.hpp"
#include "memory/retired_slots.hpp"
#include "memory/slot_table.hpp"

namespace tagcache::detail {

/// A load that has begun and whose key may be set, erased or expired before it ends.
class MemoryLoad final : public Load {
 public:
  MemoryLoad(const KeyView& view, const Basis& known, TagSet named, Layers layers)
      : key(view, known.scope->prefix), basis(known), tags(std::move(named)), wanted(layers != Layers::remote) {}

  const Key key;
  const Basis basis;
  const TagSet tags;                    ///< that the arguments name
  const bool wanted;                    ///< in memory
  std::atomic<bool> overtaken = false;  ///< the key was set, erased or expired since
};

/// A part of the memory store. Readers take no lock, but when their thread has no pin left; writers take that of the
/// shard. Lock order: shard, then generations.
class Shard {
 public:
  /// `told` lives longer than the shard.
  Shard(const Generations& generations, const Bounds& bounds, const RemovalListener& told)
      : generations_(generations), bounds_(bounds), told_(told), retired_(bounds.weight()), eviction_(bounds) {}
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;
  ~Shard();

  /// Before anything is kept: room in the table for so many.
  void reserve(std::size_t entries) { table_.reserve(entries); }

  /// An entry that is fresh at `when` and for more than `lead` beyond; nothing when that needs a closer look.
  [[nodiscard]] Pinned hit(const KeyView& key, const ValueType& type, TimePoint when,
                           TimePoint::duration lead) noexcept {
    const Pinned found = table_.look_up(key);
    if (found.slot == nullptr) return {};
    if (is_hit(*found.slot, type, when, lead)) {
      found.slot->read();
      return found;
    }
    release(*found.pin);
    return {};
  }

  [[nodiscard]] Found find(const Request& request);

  void begins(MemoryLoad& load);
  void ended(MemoryLoad& load);

  /// False when the key was overtaken or holds the result of a later load, or when a result tag was invalidated.
  bool keep(const MemoryLoad& load, EntryPointer entry, TimePoint now);

  /// A null entry only removes what is stored.
  void set(const KeyView& key, const Basis& basis, EntryPointer entry, TimePoint now);
  void erase(const KeyView& key);
  void expire(const KeyView& key);
  void erase_all();

  /// Takes steps towards other bounds, which are in bytes when these are: evicts some of what is too much. False while
  /// there is more; what is kept meanwhile takes the place of something else.
  [[nodiscard]] bool approach(const Bounds& bounds);

  /// Adds what this part holds, and what left it.
  void add_to(MemoryStats& stats) const;

 private:
  [[nodiscard]] bool is_hit(Slot& slot, const ValueType& type, TimePoint when,
                            TimePoint::duration lead) const noexcept {
    const bool is_fresh = when < slot.fresh_until && slot.fresh_until - when > lead;
    return slot.type == &type && is_fresh && !slot.idles && validity(slot) == Validity::valid && !slot.basis.cleared();
  }
  [[nodiscard]] Found judged(Slot* found, const Request& request) const;
  [[nodiscard]] Validity validity(Slot& slot) const noexcept {
    const Validity own = slot.is_expired.load(std::memory_order_relaxed) ? Validity::expired : Validity::valid;
    if (generations_.has_outlived_all(slot.standing)) return own;  // most have: their tags are not looked for
    return std::max(own, generations_.judge(slot.standing, slot.entry->judged_tags()));
  }
  /// Loads of the key that began before `order` come too late.
  void overtake(const KeyView& key, Sequence order = std::numeric_limits<Sequence>::max());
  void put(const KeyView& key, const Basis& basis, EntryPointer entry, TimePoint now, Removals& removals);
  void replace(Slot& before, Slot& after, Removals& removals);
  void enter(Slot& slot, bool into_main, std::uint8_t reads) noexcept;
  /// A slot that is in no queue of the eviction any more.
  void leave(Slot& slot, RemovalCause cause, Removals& removals) noexcept;
  void remove(Slot& slot, RemovalCause cause, Removals& removals) noexcept;
  [[nodiscard]] bool is_full_for(std::uint64_t weight) const noexcept;
  void evict_one(std::uint64_t weight, bool into_main, Removals& removals);
  /// One that nobody can be served with any more, if there seems to be one.
  [[nodiscard]] Slot* find_dead();
  /// Why nobody can be served with an entry any more; absent while somebody can.
  [[nodiscard]] std::optional<RemovalCause> cause_of_death(Slot& slot, TimePoint now) const;

  const Generations& generations_;
  Bounds bounds_;
  const RemovalListener& told_;
  RetiredSlots retired_;
  std::size_t entries_ = 0;
  std::uint64_t weight_ = 0;             ///< of all slots: bytes; one for each without a bound in bytes
  TimePoint latest_ = TimePoint::min();  ///< when something was kept last
  std::uint64_t stored_ = 0;             ///< since the beginning
  std::array<std::uint64_t, removal_causes> removed_{};
  mutable std::mutex mutex_;
  SlotTable table_;
  Eviction eviction_;  ///< has the places of all slots, which never move in memory
  Deadlines deadlines_;
  Sequence looked_for_ = 0;                                    ///< the last invalidation whose dead are looked for
  std::size_t to_look_at_ = 0;                                 ///< slots that it may have ended
  std::unordered_multimap<std::uint64_t, MemoryLoad*> loads_;  ///< by the hash of their keys
};

}  // namespace tagcache::detail
