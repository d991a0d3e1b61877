#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tagcache/errors.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/many_reads.hpp>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/store.hpp>
#include <type_traits>
#include <utility>

namespace tagcache {

/// The cache below the generated classes: keys and tags are made up by the caller, types are checked at run time (an
/// entry of another type is a miss). All that generated code does goes through here.
///
/// Thread-safe; no lock is held while a loader runs or a caller waits. The destructor drops background work that has
/// not begun and waits for the loaders that run.
///
///     tagcache::Primitives cache(tagcache::memory());
///     auto answer = cache.query<int>("answer", {tagcache::Tag("answers")}, [] { return 42; });
class Primitives : public ManyReads {
 public:
  /// Throws std::invalid_argument for a null store or negative durations. `queries` is for generated code.
  explicit Primitives(std::shared_ptr<Store> store, CacheOptions options = {},
                      std::span<const std::string_view> queries = {});
  ~Primitives();
  Primitives(const Primitives&) = delete;
  Primitives& operator=(const Primitives&) = delete;

  /// The value under `key`. Fresh: served as it is. In grace: served, and one refresh starts in the background.
  /// Otherwise `load` runs in this thread, its value is stored with `tags` and handed out, or the call shares a load
  /// that another caller has begun, if no invalidation came between.
  ///
  /// What `load` throws reaches this caller and each that shared the load, unless an older entry is in grace and stands
  /// in; nothing is stored then. Throws RecursiveLoad when `load` asks for its own key. With grace, timeouts, refresh
  /// ahead or verification `load` runs later and in another thread, and must own what it uses. Callers of one key pass
  /// the same tags: who shares a load gets the entry of its leader. A loader may take a
  /// `const Previous<T>&`, what is stored now, and may return a Loaded<T>, which says more than the value.
  template <class T, class Loader>
    requires detail::LoaderOf<Loader, T>
  [[nodiscard]] Handle<T> query(std::string_view key, const TagSet& tags, Loader&& load,
                                const QueryOptions& options = {}) {
    const auto parts = tagcache::key(key);
    detail::LentLoader<T, Loader> lent(std::forward<Loader>(load));
    return read<T>(
        key_view({}, detail::hash_name({}), parts), [&tags] { return tags; }, lent, [&lent] { return lent.own(); },
        options, detail::encoder_of<T>());
  }

  /// What is stored under `key`; absent when nothing is, or when it was invalidated, cleared, out of grace, or is of
  /// another type. Never loads and never refreshes.
  template <class T>
  [[nodiscard]] std::optional<Handle<T>> get(std::string_view key, Accept accept = Accept::in_grace) {
    auto outcome = find(key, detail::value_type<T>, accept);
    return outcome ? std::optional<Handle<T>>(std::move(*outcome)) : std::nullopt;
  }

  /// Whether `get` would return something. Counts as a read of the entry.
  template <class T>
  [[nodiscard]] bool has(std::string_view key, Accept accept = Accept::in_grace) {
    return find(key, detail::value_type<T>, accept).has_value();
  }

  /// Stores `value`; all of an earlier entry under `key` is replaced. A load of this key that is under way is not
  /// stored.
  template <class T>
  void set(std::string_view key, T value, TagSet tags, const QueryOptions& options = {}) {
    store(key, std::make_shared<detail::EntryNodeOf<T>>(std::move(value)), std::move(tags), options);
  }

  /// Forgets `key`; nothing happens when nothing is stored. A load of this key that is under way is not stored.
  void del(std::string_view key);

  /// Invalidates `tag` and, with Reach::prefix, all tags below it. When this returns, no read that starts later yields
  /// a value whose load began before. One step for all tags; costs the same however many entries are reached. Throws
  /// StoreError when a remote store could not be told.
  void invalidate(const Tag& tag, Reach reach = Reach::prefix);
  void invalidate(std::span<const Invalidation> invalidations);
  void invalidate(std::initializer_list<Invalidation> invalidations);

  /// The soft sibling of `invalidate`: what was loaded before counts as expired, whatever its TTL says, and is served
  /// in grace while one refresh runs. A load under way is not shared by who comes later, and what it gives is expired.
  void expire(const Tag& tag, Reach reach = Reach::prefix);
  /// The same for what is stored under `key`. A load of this key that is under way is not stored.
  void expire(std::string_view key);

  /// Drops all entries under the prefix of this cache. They are not served again, not even when a load fails.
  void clear();

  /// For generated code: as `query`, with a key of typed arguments. Before this returns `load` is called at most once,
  /// `tags` as often as the store asks; `own_load` gives a loader that may be called after. Without an encoder no hit
  /// is verified.
  template <class T, class Tags, class Loader, class OwnLoad>
  [[nodiscard]] Handle<T> read(const KeyView& key, const Tags& tags, Loader&& load, const OwnLoad& own_load,
                               const QueryOptions& options, detail::Encoder encoder = nullptr,
                               unsigned query = detail::by_hand) {
    const auto make = [&load](const detail::EntryPointer& stored) { return detail::run_loader<T>(load, stored); };
    const auto own = [&own_load] { return detail::OwnedLoader{detail::entry_maker<T>(own_load())}; };
    return Handle<T>(
        run({key, detail::value_type<T>, tags, make, own, options, encoder, nullptr, Purpose::read, query}));
  }

  /// For generated code: loads in the background unless the key is fresh or being loaded.
  template <class T, class Tags, class OwnLoad>
  void warm(const KeyView& key, const Tags& tags, const OwnLoad& own_load, const QueryOptions& options,
            unsigned query = detail::by_hand) {
    const auto own = [&own_load] { return detail::OwnedLoader{detail::entry_maker<T>(own_load())}; };
    const auto make = [&own](const detail::EntryPointer& stored) { return own().run(stored); };
    refresh({key, detail::value_type<T>, tags, make, own, options, nullptr, nullptr, Purpose::warming, query});
  }

  /// For asynchronous callers: the outcome of a read that need not wait; absent when it must load.
  [[nodiscard]] std::optional<detail::Outcome> read_now(const detail::ReadCall& call);
  /// For asynchronous callers: a read that is still to begin. It copies what it needs of `call`.
  [[nodiscard]] std::shared_ptr<detail::Pending> read_later(const detail::ReadCall& call,
                                                            std::unique_ptr<detail::Completion> completion);

  /// For generated code with asynchronous loaders: as `read` and `warm`.
  [[nodiscard]] detail::Outcome run(const detail::ReadCall& call);
  void refresh(const detail::ReadCall& call);

  /// Runs `work` here when the store never blocks, else in the background; here, too, when the executor refuses.
  void run_unblocked(std::function<void()> work);

 private:
  [[nodiscard]] std::optional<detail::Outcome> find(std::string_view key, const detail::ValueType& type, Accept accept);
  void store(std::string_view key, detail::NewEntry entry, TagSet tags, const QueryOptions& options);
};

}  // namespace tagcache
