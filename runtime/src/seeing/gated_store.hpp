#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <tagcache/store.hpp>
#include <utility>
#include <vector>

#include "memory/engine.hpp"
#include "seeing/witness.hpp"
#include "undelivered.hpp"

namespace tagcache::detail {

/// A store as one cache uses it. What the store throws is counted, told, and thrown on; what the cache is switched to
/// stays away from it. Invalidations, `erase`, `expire` and `clear` always get through, and a `set` that may not keep
/// its value still forgets what it would have replaced: nothing that was taken away comes back when the cache is
/// switched on. An invalidation that fails is remembered with the store, for all caches that use it: until it is
/// delivered, what it reaches is found as if it had been.
class GatedStore {
 public:
  GatedStore(Store& store, Witness& witness, bool enabled, bool read_only)
      : store_(store),
        engine_(store.engine()),
        memory_(engine_ == &store ? engine_ : nullptr),
        witness_(witness),
        undelivered_(*store.undelivered_),
        enabled_(enabled),
        read_only_(read_only) {}

  /// A prefix, as the store keeps it where that is known: comparing it with itself takes no look at the letters.
  [[nodiscard]] std::string_view interned(std::string_view prefix) {
    return engine_ != nullptr ? engine_->interned(prefix) : prefix;
  }

  /// An entry in memory that is fresh at `when` and for more than `lead` beyond; nothing for all others. It does not
  /// ask again as `find` does: what could not be delivered was there to see before the entry was found, or came later.
  [[nodiscard]] Pinned hit(const KeyView& key, const ValueType& type, TimePoint when,
                           TimePoint::duration lead) noexcept {
    if (engine_ == nullptr || !enabled() || undelivered_.count() != 0) return {};
    const Pinned found = engine_->hit(key, type, when, lead);
    if (found.slot != nullptr) {
      witness_.store_answered();
      return found;
    }
    return memory_ != nullptr ? found : Pinned();  // what stands behind the engine was not asked
  }

  /// See UntypedReads::room_beside.
  [[nodiscard]] std::size_t room_beside(const KeyView& key, const ValueType& type, bool idles) const noexcept {
    return engine_ != nullptr ? Slot::bytes(key.type(), type, idles) : 0;
  }

  /// Called when something that was not delivered is met. To be set once, before anything else.
  void on_undelivered(std::function<void()> plan) { plan_ = std::move(plan); }
  /// Tells the store what it could not be told. False when it failed again.
  bool redeliver() noexcept;
  /// For who is going to invalidate elsewhere, where it may come to nothing.
  [[nodiscard]] std::shared_ptr<Pledge> pledge(std::span<const Invalidation> invalidations) {
    return std::make_shared<Pledge>(store_.undelivered_, invalidations);
  }
  /// How many invalidations wait to be delivered.
  [[nodiscard]] std::size_t undelivered() const noexcept { return undelivered_.count(); }

  /// Whether the engine is a layer in front of what others write to as well.
  [[nodiscard]] bool has_remote() const noexcept { return engine_ != nullptr && store_.blocks(); }
  /// Whether a flight that began with `load` may be as old as a read allows that comes now. What a request asks of
  /// consistency holds for its load too.
  [[nodiscard]] bool is_as_consistent(const Load& load, Consistency wanted) const noexcept;

  void set_enabled(bool enabled) noexcept;
  void set_read_only(bool read_only) noexcept;
  [[nodiscard]] bool enabled() const noexcept { return enabled_.load(std::memory_order_acquire); }
  [[nodiscard]] bool read_only() const noexcept { return read_only_.load(std::memory_order_acquire); }
  /// Whether what is loaded is kept.
  [[nodiscard]] bool keeps() const noexcept { return enabled() && !read_only(); }

  // As those of Store. A load knows the tags of its request, which are given to it when there is one, and is told its
  // key again.
  [[nodiscard]] Found find(const Request& request);
  [[nodiscard]] std::vector<Found> find_many(std::span<const Request> requests);
  [[nodiscard]] Begun begin(const Request& request, TagSet& tags);
  [[nodiscard]] bool is_current(const Load& load, std::span<const Tag> result_tags);
  bool keep(const std::shared_ptr<const Load>& load, const KeyView& key, EntryPointer entry, TimePoint now);
  void set(const Request& request, EntryPointer entry);
  void erase(const KeyView& key);
  void expire(const KeyView& key);
  void invalidate(std::span<const Invalidation> invalidations);
  void clear(std::string_view prefix);
  void report(const Verification& verification) { store_.report(verification); }
  [[nodiscard]] bool blocks() const noexcept { return enabled() && store_.blocks(); }

 private:
  struct LoadElsewhere;

  [[nodiscard]] Found judged(Found found) const;
  template <class Ask>
  auto settled(const Ask& ask);

  template <class Ask>
  decltype(auto) asked(StoreCall call, const Ask& ask);

  Store& store_;
  MemoryEngine* const engine_;  ///< where hits are found; null for other stores
  MemoryEngine* const memory_;  ///< when it is all that the store is
  Witness& witness_;
  Undelivered& undelivered_;
  std::function<void()> plan_ = [] {};
  std::atomic<bool> enabled_;
  std::atomic<bool> read_only_;
};

}  // namespace tagcache::detail
