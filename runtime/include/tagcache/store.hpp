#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string_view>
#include <tagcache/duration.hpp>
#include <tagcache/entry.hpp>
#include <tagcache/found.hpp>
#include <tagcache/function_view.hpp>
#include <tagcache/key.hpp>
#include <tagcache/policies.hpp>
#include <tagcache/tag.hpp>
#include <tagcache/verification.hpp>
#include <vector>

namespace tagcache {
namespace detail {
class GatedStore;
class MemoryEngine;
class Undelivered;
struct ValueCodec;
}  // namespace detail

/// A store could not do what it was asked to: it is down, too slow, or refused.
class StoreError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What is asked of a store. A view for the time of one call.
struct Request {
  const KeyView& key;
  const detail::ValueType& type;
  /// The tags that the arguments of the read name. Computed when asked for: not every store asks.
  detail::FunctionView<TagSet()> tags;
  TimePoint now;
  Layers layers = Layers::all;  ///< which the entry may be kept in, and may be looked for in
  /// How sure the store must be that it has heard of all invalidations.
  Consistency consistency = Consistency::local;
  const detail::ValueCodec* codec = nullptr;  ///< null for values that cannot leave the memory of this process
  Duration lease = Duration::zero();          ///< to be had of `begin`: QueryOptions::lease. Zero: none is asked for
};

/// What a store learnt about a key and its tags before a load began: the generations that make an invalidation during
/// the load win. Opaque to all but the store that made it. Thread-safe.
class Load {
 public:
  virtual ~Load() = default;
};

/// The result of Store::begin. A lease tells other loads of the key that they need not be: it saves work, and has no
/// part in what is valid or kept. Stores that are of one process give none.
struct Begun {
  std::shared_ptr<const Load> load;
  Found found;
  std::shared_ptr<const void> lease = nullptr;  ///< given to this load, until it is let go of; null: it has none
  bool loads_elsewhere = false;                 ///< another load has it, which is current as far as its store knows
};

/// Where entries live. A store judges validity (have tags moved since the load began?) and keeps older loads from
/// overwriting newer data; flights, times and policies are the business of Primitives.
///
/// Thread-safe: every function may be called from many threads at once. Any of them may throw StoreError: reads treat
/// that as "nothing found" and load, writes hand it to their caller.
///
/// The rules that make a store sound, where "before" and "after" are about calls that returned before others began:
/// - after `invalidate` no entry that it reaches and whose load began before it is valid: each is what the invalidation
///   says that it becomes, or worse (invalidated is worse than expired); likewise `clear` and all entries of its
///   prefix, which are not even found any more;
/// - the same holds for tags that only the value of a load tells: the store hears of them when the load has ended, and
///   what was invalidated since it began, or was forgotten meanwhile, counts as moved;
/// - after `set`, `erase` or `expire` of a key, no load of that key which began before it is kept;
/// - a load never replaces an entry whose load began later;
/// - an entry that may not be kept, because its grace is over or its layers leave the store out, still replaces what is
///   stored under its key;
/// - a store may forget entries and tags at any time, but what it forgets of a tag must count as moved.
class Store {
 public:
  Store();
  virtual ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Whether a call may take longer than memory takes. Asynchronous callers then ask it in the background.
  [[nodiscard]] virtual bool blocks() const noexcept { return true; }

  /// Where hits are found without asking this store; null when it wants to see each read. Asked once a cache.
  [[nodiscard]] virtual detail::MemoryEngine* engine() noexcept { return nullptr; }

  /// What is stored under a key.
  [[nodiscard]] virtual Found find(const Request& request) = 0;

  /// `find` for each of several requests, in their order: one round trip where there is one to make. The requests see
  /// the store one after the other, not at one instant. Unless a store says otherwise, `find` is called for each.
  [[nodiscard]] virtual std::vector<Found> find_many(std::span<const Request> requests);

  /// Called before a load: notes the generations of the request's tags, and looks again, since another load may have
  /// ended between the caller's `find` and this call.
  [[nodiscard]] virtual Begun begin(const Request& request) = 0;

  /// False when a tag was invalidated or expired, or the key set, erased, expired or cleared, since `load` began.
  /// `result_tags` are what the value told beside the tags of the request; empty while the load runs.
  [[nodiscard]] virtual bool is_current(const Load& load, std::span<const Tag> result_tags) = 0;

  /// Keeps the result of a load under its key, in the layers of the request that it began with, unless the rules above
  /// forbid it. True when it was kept. The tags of `entry` are those of the request that began the load, then its
  /// result tags (detail::result_tags); one of these that was invalidated since the load began forbids keeping. An
  /// entry of which a tag was expired since is expired from its beginning.
  virtual bool keep(const Load& load, detail::EntryPointer entry, TimePoint now) = 0;

  /// Stores an entry at once, with generations read now.
  virtual void set(const Request& request, detail::EntryPointer entry) = 0;

  /// Forgets the entry under `key`; nothing happens when there is none.
  virtual void erase(const KeyView& key) = 0;

  /// The entry under `key` is expired from now on; nothing happens when there is none.
  virtual void expire(const KeyView& key) = 0;

  /// Invalidates, or expires, all of `invalidations` in one step; costs the same however many entries are reached.
  virtual void invalidate(std::span<const Invalidation> invalidations) = 0;

  /// Drops all entries whose key has this prefix.
  virtual void clear(std::string_view prefix) = 0;

  /// Told of each check of a value, on the executor. What it throws is lost.
  virtual void report(const Verification&) {}

  /// Whether caches check a tenth of their hits, to be reported, when no option says how many. Asked once a cache.
  [[nodiscard]] virtual bool collects_reports() const noexcept { return false; }

  /// Gives up what the store holds: its entries, or the connections that it opened itself. May be called twice.
  virtual void disconnect() = 0;

 private:
  friend class detail::GatedStore;
  const std::shared_ptr<detail::Undelivered> undelivered_;  ///< known to all caches of this process that use it
};

}  // namespace tagcache
