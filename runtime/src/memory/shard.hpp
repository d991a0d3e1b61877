#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <tagcache/store.hpp>
#include <utility>

#include "memory/bounds.hpp"
#include "memory/deadlines.hpp"
#include "memory/eviction.hpp"
#include "memory/generations.hpp"
#include "memory/removals.hpp"
#include "memory/retired_slots.hpp"
#include "memory/slot_table.hpp"
#include "tagged_load.hpp"

namespace tagcache::detail {

class Shard;

/// A load that has begun and whose key may be set, erased or expired before it ends. Known by the hash of its key: one
/// whose hash is equal may be taken for it, and is then loaded once more.
class MemoryLoad final : public TaggedLoad {
 public:
  MemoryLoad(std::shared_ptr<Shard> its_shard, const Scope& its_scope, std::uint64_t key_hash, Layers layers) noexcept
      : shard(std::move(its_shard)), scope(its_scope), hash(key_hash), wanted(layers != Layers::remote) {}
  ~MemoryLoad() override;

  const std::shared_ptr<Shard> shard;  ///< not all of the store: loads of two threads seldom count the same one
  const Scope& scope;
  const std::uint64_t hash;
  const bool wanted;                    ///< in memory
  std::optional<Key> key;               ///< for who does not say it again
  Basis basis;                          ///< known when it has begun
  std::atomic<bool> overtaken = false;  ///< the key was set, erased or expired since
  /// Its value was kept, and nobody else knew of it: from then on it is told nothing. Who comes later looks what is
  /// kept.
  mutable std::atomic<bool> is_over = false;

 private:
  friend class Shard;
  mutable bool is_told_ = false;  ///< for who runs it, and who has it last
  // Among those that are told, under the lock of the shard.
  mutable MemoryLoad* next_ = nullptr;
  mutable MemoryLoad** link_ = nullptr;
};

/// A part of the memory store. Readers take no lock, but when what is there cannot be told without one, as when their
/// thread has no pin left; writers take that of the shard. Lock order: shard, then generations.
class Shard {
 public:
  /// `told` lives longer than the shard.
  Shard(const Generations& generations, const Bounds& bounds, const RemovalListener& told)
      : generations_(generations), bounds_(bounds), told_(told), retired_(bounds), eviction_(bounds) {}
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;
  ~Shard() { end(); }

  /// Ends all that is there. Loads may hold it for longer than its store does, to leave it.
  void end() noexcept;

  /// Before anything is kept: room in the table for so many.
  void reserve(std::size_t entries) { table_.reserve(entries); }

  /// An entry that is fresh at `when` and for more than `lead` beyond; no slot when that needs a closer look, or when
  /// there is none.
  [[nodiscard]] Pinned hit(const KeyView& key, const ValueType& type, TimePoint when,
                           TimePoint::duration lead) noexcept {
    const Pinned found = table_.look_up(key);
    if (found.slot == nullptr) return found;
    if (is_hit(*found.slot, type, when, lead)) {
      found.slot->read();
      return found;
    }
    release(*found.pin);
    return {};
  }

  [[nodiscard]] Found find(const Request& request);

  /// Gives what there is by then.
  [[nodiscard]] Found begin(MemoryLoad& load, const Request& request);
  void ended(MemoryLoad& load) noexcept;

  /// False when the key was overtaken or holds the result of a later load, or when a result tag was invalidated.
  /// `is_shared` when others than the caller may ask whether the load is current.
  bool keep(const MemoryLoad& load, const KeyView& key, EntryPointer entry, TimePoint now, bool is_shared);

  /// A null entry only removes what is stored.
  void set(const KeyView& key, const Scope& scope, EntryPointer entry, TimePoint now);
  void erase(const KeyView& key);
  void expire(const KeyView& key);
  /// Gives up some of what is there, and what loads under way would bring. False while there is more.
  [[nodiscard]] bool erase_some();

  /// Takes steps towards other bounds, which are in bytes when these are: evicts some of what is too much. False while
  /// there is more; what is kept meanwhile takes the place of something else. Of several resizes the one with the
  /// greatest number holds; to the others there is nothing to do.
  [[nodiscard]] bool approach(const Bounds& bounds, std::uint64_t number);

  /// Adds what this part holds, and what left it.
  void add_to(MemoryStats& stats) const;

 private:
  [[nodiscard]] bool is_hit(Slot& slot, const ValueType& type, TimePoint when,
                            TimePoint::duration lead) const noexcept {
    const bool is_fresh = when < slot.fresh_until && slot.fresh_until - when > lead;
    return slot.family.type == &type && is_fresh && !slot.idles && is_valid(slot);
  }
  /// What has outlived all was not cleared either.
  [[nodiscard]] bool is_valid(Slot& slot) const noexcept {
    if (slot.is_expired.load(std::memory_order_acquire)) return false;
    return generations_.has_outlived_all(slot.standing) || validity(slot) == Validity::valid;
  }
  [[nodiscard]] bool is_cleared(const Slot& slot) const noexcept {
    return generations_.is_cleared_since(slot.standing.outlived.load(std::memory_order_acquire), slot.scope.cleared);
  }
  [[nodiscard]] bool is_cleared(const Basis& basis) const noexcept {
    return generations_.is_cleared_since(basis.stamp, basis.scope->cleared);
  }
  [[nodiscard]] Found judged(Slot* found, const Request& request) const;
  [[nodiscard]] Validity validity(Slot& slot) const noexcept {
    const Validity own = slot.is_expired.load(std::memory_order_acquire) ? Validity::expired : Validity::valid;
    if (generations_.has_outlived_all(slot.standing)) return own;  // most have: their tags are not looked for
    return std::max(own, generations_.judge(slot.standing, slot.entry->judged_tags(), slot.scope.cleared));
  }
  [[nodiscard]] Basis next_basis(const Scope& scope) noexcept { return {generations_.latest(), ++order_, &scope}; }
  [[nodiscard]] MemoryLoad*& loads_like(std::uint64_t hash) noexcept { return loads_[(hash >> 40U) % loads_.size()]; }
  /// From now on nobody tells it anything.
  void leave_out(const MemoryLoad& load) noexcept;
  /// Loads of the key that began before `order` come too late.
  void overtake(std::uint64_t hash, Sequence order = std::numeric_limits<Sequence>::max()) noexcept;
  /// `before` is what stands there.
  void put(const KeyView& key, const Basis& basis, EntryPointer entry, Slot* before, TimePoint now, Removals& removals);
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
  std::uint64_t resizes_ = 0;  ///< the number of the last one that began here
  const RemovalListener& told_;
  // What each load changes begins a line: of two threads the other one changed it last as often as not.
  alignas(64) mutable std::mutex mutex_;
  Sequence order_ = 0;  ///< of the last load or `set`
  std::size_t entries_ = 0;
  std::uint64_t weight_ = 0;             ///< of all slots: bytes; one for each without a bound in bytes
  TimePoint latest_ = TimePoint::min();  ///< when something was kept last
  std::uint64_t stored_ = 0;             ///< since the beginning
  std::array<std::uint64_t, removal_causes> removed_{};
  RetiredSlots retired_;
  Sequence looked_for_ = 0;              ///< the last invalidation whose dead are looked for
  std::size_t to_look_at_ = 0;           ///< slots that it may have ended
  std::array<MemoryLoad*, 16> loads_{};  ///< lists by the hashes of their keys
  SlotTable table_;
  Eviction eviction_;  ///< has the places of all slots, which never move in memory
  Deadlines deadlines_;
};

}  // namespace tagcache::detail
