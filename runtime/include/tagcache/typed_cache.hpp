#pragma once

#include <array>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <tagcache/memory.hpp>
#include <tagcache/primitives.hpp>
#include <tagcache/typed_tag.hpp>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tagcache {

/// The names of queries, described by generated code, in the order of their numbers.
template <class... Queries>
inline constexpr std::array<std::string_view, sizeof...(Queries)> query_names{Queries::name...};

/// What all generated caches have in common. `Tags` holds the tags of the schema, `Source` is the interface of the
/// user's object that loads and writes. Thread-safe; see Primitives for what each call promises.
template <class Tags, class Source>
class TypedCache {
 public:
  /// The tags of the schema: `cache.invalidate(cache.tags.users(UserId{42}).posts)`.
  static constexpr Tags tags{};

  /// Any tag of this schema.
  using Tag = TypedTag<Tags>;

  TypedCache(const TypedCache&) = delete;
  TypedCache& operator=(const TypedCache&) = delete;

  /// When this returns, no read that starts later yields a value that carries `tag`, or a tag below it, and whose load
  /// began before.
  void invalidate(const Tag& tag) { primitives_.invalidate(tag.path()); }

  /// The same for entries that carry exactly this tag; those that only carry tags below it stay.
  template <TagOfSchema<Tags> T>
  void invalidate(const Exact<T>& exact) {
    primitives_.invalidate(exact.tag.path(), Reach::exact);
  }

  /// The same for several tags, in one step.
  void invalidate(std::span<const Tag> several) {
    std::vector<Invalidation> invalidations;
    for (const Tag& tag : several) invalidations.push_back({tag.path(), Reach::prefix});
    primitives_.invalidate(invalidations);
  }
  void invalidate(std::initializer_list<Tag> several) { invalidate(std::span(several.begin(), several.size())); }

  /// Anything else is no tag of this schema; this overload says so where the compiler would list candidates.
  template <class T>
    requires(!std::is_convertible_v<const T&, Tag> && !std::is_convertible_v<const T&, std::span<const Tag>>)
  void invalidate(const T&) {
    static_assert(std::is_same_v<T, Tag>,
                  "invalidate takes a tag of this cache's own schema: write cache.invalidate(cache.tags.<name>), or "
                  "tagcache::exact(cache.tags.<name>)");
  }

  /// Drops all entries of this cache. They are not served again, not even when a load fails.
  void clear() { primitives_.clear(); }

  /// Stops background work and gives up what the store holds.
  void disconnect() { primitives_.disconnect(); }

  /// What was counted since the cache was made, or set back to zero last.
  [[nodiscard]] Stats stats() const { return primitives_.stats(); }
  void reset_stats() { primitives_.reset_stats(); }

  /// The same store with keys and tags made up by hand; and what switches this cache off and on.
  [[nodiscard]] Primitives& primitives() noexcept { return primitives_; }

 protected:
  /// What is absent in `options` is taken from `schema`. `queries` has the name of each query, in the order of their
  /// `number`.
  TypedCache(Source& source, CacheOptions options, const CacheOptions& schema,
             std::span<const std::string_view> queries)
      : TypedCache(source, memory(), std::move(options), schema, queries) {}
  TypedCache(Source& source, std::shared_ptr<Store> store, CacheOptions options, const CacheOptions& schema,
             std::span<const std::string_view> queries)
      : source_(&source), primitives_(std::move(store), filled(std::move(options), schema), queries) {}
  ~TypedCache() = default;

  [[nodiscard]] Source& source() const noexcept { return *source_; }

  /// Reads by `Query`, which the generated source file describes: its name and number, options, key, tags, and how it
  /// is loaded.
  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> query(const Passed&... arguments) {
    using Value = typename Query::Value;
    const auto parts = Query::key(arguments...);
    detail::Encoder encoder = nullptr;
    if constexpr (Encodable<Value>) encoder = &detail::encode_value<Value>;
    return primitives_.template read<Value>(
        primitives_.key_view(Query::name, name_hash<Query>, parts), [&] { return Query::tags(arguments...); },
        [&] { return load<Query>(*source_, arguments...); }, [&] { return owned_load<Query>(arguments...); },
        Query::options, encoder, Query::number);
  }

  /// Loads `Query` in the background, so that the next reader finds it.
  template <class Query, class... Passed>
  void warm(const Passed&... arguments) {
    const auto parts = Query::key(arguments...);
    primitives_.template warm<typename Query::Value>(
        primitives_.key_view(Query::name, name_hash<Query>, parts), [&] { return Query::tags(arguments...); },
        [&] { return owned_load<Query>(arguments...); }, Query::options, Query::number);
  }

 private:
  /// The fingerprint takes part, so that entries of two shapes of one query never meet.
  template <class Query>
  static constexpr std::uint64_t name_hash = [] {
    const std::uint64_t name = detail::hash_name(Query::name);
    if constexpr (requires { Query::fingerprint; }) {
      return detail::mix(name, Query::fingerprint);
    } else {
      return name;
    }
  }();

  /// The value, with the tags that it tells when the query has such.
  template <class Query, class... Passed>
  [[nodiscard]] static auto load(Source& source, const Passed&... arguments) {
    using Value = typename Query::Value;
    if constexpr (requires(const Value& value) { Query::tags_from_result(value, arguments...); }) {
      WithTags<Value> loaded{Query::load(source, arguments...), {}};
      loaded.tags = Query::tags_from_result(loaded.value, arguments...);
      return loaded;
    } else {
      return Query::load(source, arguments...);
    }
  }

  template <class Query, class... Passed>
  [[nodiscard]] auto owned_load(const Passed&... arguments) const {
    typename Query::Arguments owned(arguments...);
    return [source = source_, owned = std::move(owned)] {
      return std::apply([source](const auto&... each) { return load<Query>(*source, each...); }, owned);
    };
  }

  Source* source_;
  Primitives primitives_;
};

}  // namespace tagcache
