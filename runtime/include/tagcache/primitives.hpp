#pragma once

#include <concepts>
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
#include <tagcache/per_call.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/refreshed.hpp>
#include <tagcache/store.hpp>
#include <tagcache/typed_reads.hpp>
#include <utility>

namespace tagcache {

/// The cache below the generated classes: keys and tags are made up by the caller, types are checked at run time (an
/// entry of another type is a miss). All that generated code does goes through here. Thread-safe; no lock is held while
/// a loader runs or a caller waits. The destructor drops background work that has not begun and waits for the loaders
/// that run.
///
///     tagcache::Primitives cache(tagcache::memory());
///     auto answer = cache.query<int>("answer", {tagcache::Tag("answers")}, [] { return 42; });
class Primitives : public ManyReads, public detail::TypedReads<Primitives> {
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
  template <class T, detail::LoaderOf<T> Loader>
  [[nodiscard]] Handle<T> query(std::string_view key, const TagSet& tags, Loader&& load,
                                const QueryOptions& options = {}) {
    return read_by_hand<T>(key, tags, std::forward<Loader>(load), options, {});
  }

  /// The same. When the call starts a refresh in the background, `on_refreshed` is told of it when it has ended, on the
  /// executor, where it may block; what it throws is lost. It hears nothing of a refresh that fails, or that a caller
  /// in need takes over.
  template <class T, detail::LoaderOf<T> Loader, std::invocable<const Refreshed<T>&> OnRefreshed>
  [[nodiscard]] Handle<T> query(std::string_view key, const TagSet& tags, Loader&& load, const QueryOptions& options,
                                OnRefreshed on_refreshed) {
    const detail::RefreshHook hook = detail::refresh_hook<T>(std::move(on_refreshed));
    return read_by_hand<T>(key, tags, std::forward<Loader>(load), options, {.on_refreshed = &hook});
  }

  /// By a load that begins now, see ForceRefresh.
  template <class T, detail::LoaderOf<T> Loader>
  [[nodiscard]] Handle<T> query(ForceRefresh, std::string_view key, const TagSet& tags, Loader&& load,
                                const QueryOptions& options = {}) {
    return read_by_hand<T>(key, tags, std::forward<Loader>(load), options, {.purpose = Purpose::force});
  }

  /// What `query` would hand out without a load. Never loads and never refreshes.
  template <class T>
  [[nodiscard]] std::optional<Handle<T>> query(IfPresent, std::string_view key, const TagSet& tags,
                                               const QueryOptions& options = {}) {
    return present_by_hand<T>(key, tags, options);
  }

  /// What is stored under `key`; absent when nothing is, or when it was invalidated, cleared, out of grace, or is of
  /// another type. Never loads and never refreshes.
  template <class T>
  [[nodiscard]] std::optional<Handle<T>> get(std::string_view key, Accept accept = Accept::in_grace) {
    auto outcome = find(key, detail::value_type<T>, detail::codec_of<T>(), accept);
    return outcome ? std::optional<Handle<T>>(std::move(*outcome)) : std::nullopt;
  }

  /// Whether `get` would return something. Counts as a read of the entry.
  template <class T>
  [[nodiscard]] bool has(std::string_view key, Accept accept = Accept::in_grace) {
    return find(key, detail::value_type<T>, detail::codec_of<T>(), accept).has_value();
  }

  /// Stores `value`; all of an earlier entry under `key` is replaced. A load of this key that is under way is not
  /// stored.
  template <class T>
  void set(std::string_view key, T value, TagSet tags, const QueryOptions& options = {}) {
    store(key, entry_for(key, std::move(value), options), detail::codec_of<T>(), std::move(tags), options);
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

  /// Runs `work` here when the store never blocks, else in the background; here, too, when the executor refuses. It is
  /// given this cache, which may outlive this object in work that runs. When it is dropped before it began, what it was
  /// `meant` to tell the store is told later.
  void run_unblocked(std::function<void(Primitives&)> work, std::span<const Invalidation> meant = {});

 private:
  struct ForWork {};
  Primitives(ForWork, std::shared_ptr<State> state) noexcept;
  template <class T, class Text, class Loader>
  [[nodiscard]] Handle<T> read_by_hand(Text key, const TagSet& tags, Loader&& load, const QueryOptions& options,
                                       const detail::Manner& manner) {
    if constexpr (!Encodable<T>) detail::refuse_to_verify(options);
    const auto parts = tagcache::key(key);
    detail::LentLoader<T, Loader> lent(std::forward<Loader>(load));
    return read<T>(
        key_view({}, detail::hash_name({}), parts), [&tags] { return tags; }, lent, [&lent] { return lent.own(); },
        options, manner);
  }

  template <class T, class Text>
  [[nodiscard]] std::optional<Handle<T>> present_by_hand(Text key, const TagSet& tags, const QueryOptions& options) {
    const auto parts = tagcache::key(key);
    return read_present<T>(key_view({}, detail::hash_name({}), parts), [&tags] { return tags; }, options);
  }

  void store(std::string_view key, detail::NewEntry entry, const detail::ValueCodec* codec, TagSet tags,
             const QueryOptions& options);

  const bool ends_cache_ = true;  ///< false for work of a cache
};

}  // namespace tagcache
