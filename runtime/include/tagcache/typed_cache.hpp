#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tagcache/memory.hpp>
#include <tagcache/query_names.hpp>
#include <tagcache/typed_many.hpp>
#include <tagcache/typed_primitives.hpp>
#include <tuple>
#include <utility>

namespace tagcache {

/// What all generated caches have in common. `Tags` holds the tags of the schema, `Source` is the interface of the
/// user's object that loads and writes. Thread-safe; see Primitives for what each call promises.
template <class Tags, class Source>
class TypedCache : public TypedPrimitives<Tags> {
 protected:
  /// What is absent in `options` is taken from `schema`. `queries` has the name of each query, in the order of their
  /// `number`.
  TypedCache(Source& source, CacheOptions options, const CacheOptions& schema,
             std::span<const std::string_view> queries)
      : TypedCache(source, memory(), std::move(options), schema, queries) {}
  TypedCache(Source& source, std::shared_ptr<Store> store, CacheOptions options, const CacheOptions& schema,
             std::span<const std::string_view> queries)
      : TypedPrimitives<Tags>(std::move(store), filled(std::move(options), schema), queries), source_(&source) {}
  ~TypedCache() = default;

  using TypedPrimitives<Tags>::primitives_;
  [[nodiscard]] Source& source() const noexcept { return *source_; }

  /// Reads by `Query`, which the generated source file describes: its name and number, options, key, tags, and how it
  /// is loaded.
  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> query(const Passed&... arguments) {
    return read<Query>(Query::options, as_schema<Query>, arguments...);
  }

  /// The same, as the call says;
  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> query(const PerCall& call, const Passed&... arguments) {
    const auto told = detail::refresh_hook_of<typename Query::Value>(call);
    return read<Query>(detail::options_of<Query>(call), {call.purpose, told ? &told : nullptr, Query::number, false},
                       arguments...);
  }

  /// and what can be had without a load.
  template <class Query, class... Passed>
  [[nodiscard]] std::optional<Handle<typename Query::Value>> query(IfPresent, const Passed&... arguments) {
    const auto parts = Query::key(arguments...);
    return primitives_.template read_present<typename Query::Value>(
        primitives_.key_view(Query::name, name_hash<Query>, parts), [&] { return Query::tags(arguments...); },
        Query::options, Query::number, detail::codec_of_query<Query>());
  }

  /// Reads by `Query` for several values of one argument: a std::span stands in its place. `how` is a PerCall, or
  /// if_present.
  template <class Query, class How, class... Passed>
  [[nodiscard]] auto query_many(const How& how, const Passed&... arguments) {
    using Value = typename Query::Value;
    const auto told_of = [](Loaded<Value> loaded, const Previous<Value>& previous, const auto&... each) {
      return told<Query, Value>(std::move(loaded), previous, each...);
    };
    return detail::query_many<Query>(primitives_, name_hash<Query>, *source_, told_of, how, arguments...);
  }

  /// Loads `Query` in the background, so that the next reader finds it.
  template <class Query, class... Passed>
  void warm(const Passed&... arguments) {
    const auto parts = Query::key(arguments...);
    primitives_.template warm<typename Query::Value>(
        primitives_.key_view(Query::name, name_hash<Query>, parts), [&] { return Query::tags(arguments...); },
        [&] { return owned_load<Query>(arguments...); }, Query::options, Query::number,
        detail::codec_of_query<Query>());
  }

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

  /// What the source gave, with the tags that the value tells, and whether to keep it, when the query says so.
  template <class Query, class Value, class... Passed>
  [[nodiscard]] static Loaded<Value> told(Loaded<Value> loaded, const Previous<Value>& previous,
                                          const Passed&... arguments) {
    const auto stored = loaded.value() != nullptr ? std::nullopt : previous.entry();
    const Value* const value = stored ? &stored->value() : loaded.value();
    if (value == nullptr) return loaded;  // unchanged without a previous value, which is refused where it is kept
    if constexpr (requires { Query::tags_from_result(*value, arguments...); }) {
      // A value that is unchanged has these tags already, unless the source told others.
      if (!stored || loaded.settings().tags) loaded.tags(Query::tags_from_result(*value, arguments...));
    }
    if constexpr (requires { Query::cache_if(*value); }) {
      if (!Query::cache_if(*value)) loaded.uncached();
    }
    return loaded;
  }

 private:
  template <class Query>
  static constexpr detail::Manner as_schema{.query = Query::number, .as_schema = true};

  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> read(const QueryOptions& options, const detail::Manner& manner,
                                                   const Passed&... arguments) {
    using Value = typename Query::Value;
    const auto parts = Query::key(arguments...);
    return primitives_.template read<Value>(
        primitives_.key_view(Query::name, name_hash<Query>, parts), [&] { return Query::tags(arguments...); },
        [&](const Previous<Value>& previous) { return load<Query>(*source_, previous, arguments...); },
        [&] { return owned_load<Query>(arguments...); }, options, manner, detail::codec_of_query<Query>());
  }

  /// What the source gives, as it comes unless the schema looks at the value.
  template <class Query, class Value, class... Passed>
  [[nodiscard]] static auto load(Source& source, const Previous<Value>& previous, const Passed&... arguments) {
    constexpr bool has_tags = requires(const Value& value) { Query::tags_from_result(value, arguments...); };
    constexpr bool has_condition = requires(const Value& value) { Query::cache_if(value); };
    if constexpr (has_tags || has_condition) {
      return told<Query, Value>(detail::call_source<Query>(source, previous, arguments...), previous, arguments...);
    } else {
      return detail::call_source<Query>(source, previous, arguments...);
    }
  }

  template <class Query, class... Passed>
  [[nodiscard]] auto owned_load(const Passed&... arguments) const {
    typename Query::Arguments owned(arguments...);
    return [source = source_, owned = std::move(owned)](const Previous<typename Query::Value>& previous) {
      return std::apply([&](const auto&... each) { return load<Query>(*source, previous, each...); }, owned);
    };
  }

  Source* source_;
};

}  // namespace tagcache
