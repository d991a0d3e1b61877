#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/handle.hpp>
#include <tagcache/many_call.hpp>
#include <tagcache/many_loader.hpp>
#include <tagcache/options.hpp>
#include <tagcache/per_call.hpp>
#include <tagcache/refreshed.hpp>
#include <tagcache/typed_reads.hpp>
#include <tagcache/untyped_reads.hpp>
#include <utility>
#include <vector>

namespace tagcache {

/// Reads of several keys at a time: the part of Primitives that asks the store once, and the source once. Thread-safe.
class ManyReads : public UntypedReads {
 public:
  /// The values under `keys`, in their order. As Primitives::query for each of them, with the tags that
  /// `tags_of(std::string_view key)` gives, but the store is asked once, and `load` is called once, for those that
  /// have to be loaded. A key that stands there twice is read once.
  ///
  /// `load(std::span<const std::string> missing)` gives a std::vector of Ts, or of Loaded<T>s, one for each key, in
  /// their order; another number of them is an error of the load (std::logic_error). A value that may not exist is a
  /// std::optional. When it takes a second argument, `std::span<const Previous<T>>`, it is shown what is stored.
  ///
  /// Each key has a load of its own that others share, and that an invalidation of its tags overtakes without the rest.
  /// What others are loading is not asked for again: it is waited for, after the own loads have ended, so that calls
  /// whose keys overlap do not wait for each other. When a load fails nothing of it is kept, and for each of its keys
  /// an older entry in grace may stand in. When one key has nothing, its error is thrown once all have ended, and what
  /// was loaded for the others is kept. Refreshes of several keys in the background are one call of `load` too: of a
  /// copy, or, when it cannot be copied, of the same object, perhaps while this thread calls it.
  template <class T, class TagsOf, class Loader>
    requires detail::ManyLoaderOf<Loader, T, std::string>
  [[nodiscard]] std::vector<Handle<T>> query_many(std::span<const std::string> keys, const TagsOf& tags_of,
                                                  Loader&& load, const QueryOptions& options = {}) {
    return query_many_as<T>({}, keys, tags_of, std::forward<Loader>(load), options);
  }

  /// The same. `on_refreshed` is told of each refresh that the call starts, see Primitives::query.
  template <class T, class TagsOf, class Loader, std::invocable<const Refreshed<T>&> OnRefreshed>
    requires detail::ManyLoaderOf<Loader, T, std::string>
  [[nodiscard]] std::vector<Handle<T>> query_many(std::span<const std::string> keys, const TagsOf& tags_of,
                                                  Loader&& load, const QueryOptions& options,
                                                  OnRefreshed on_refreshed) {
    const detail::RefreshHook hook = detail::refresh_hook<T>(std::move(on_refreshed));
    return query_many_as<T>({.on_refreshed = &hook}, keys, tags_of, std::forward<Loader>(load), options);
  }

  /// By a load that begins now, see ForceRefresh.
  template <class T, class TagsOf, class Loader>
    requires detail::ManyLoaderOf<Loader, T, std::string>
  [[nodiscard]] std::vector<Handle<T>> query_many(ForceRefresh, std::span<const std::string> keys,
                                                  const TagsOf& tags_of, Loader&& load,
                                                  const QueryOptions& options = {}) {
    return query_many_as<T>({.purpose = Purpose::force}, keys, tags_of, std::forward<Loader>(load), options);
  }

  /// For each key what `query_many` would hand out without a load. Never loads and never refreshes.
  template <class T, class TagsOf>
  [[nodiscard]] std::vector<std::optional<Handle<T>>> query_many(IfPresent, std::span<const std::string> keys,
                                                                 const TagsOf& tags_of,
                                                                 const QueryOptions& options = {}) {
    std::vector<std::optional<Handle<T>>> handles;
    with_keys({}, detail::hash_name({}), keys, by_text, [&](const auto& views) {
      const auto tags_at = [&](std::size_t place) { return tags_of(keys[place]); };
      present_many({views, detail::value_type<T>, tags_at, options, detail::codec_of<T>()}, detail::adder_to(handles));
    });
    return handles;
  }

  /// What is stored under each of `keys`, in their order, as Primitives::get says it. The store is asked once. Never
  /// loads and never refreshes.
  template <class T>
  [[nodiscard]] std::vector<std::optional<Handle<T>>> get_many(std::span<const std::string> keys,
                                                               Accept accept = Accept::in_grace) {
    std::vector<std::optional<Handle<T>>> handles;
    find_many(keys, detail::value_type<T>, detail::codec_of<T>(), accept, detail::adder_to(handles));
    return handles;
  }

  /// For generated code: calls `use` with a read of the keys that `parts_of` gives for each of `arguments`, to which
  /// they may refer.
  template <class T, class Argument, class PartsOf, class TagsOf, class Loader, class Use>
  decltype(auto) with_many(std::string_view name, std::uint64_t name_hash, std::span<const Argument> arguments,
                           const PartsOf& parts_of, const TagsOf& tags_of, Loader&& load, const QueryOptions& options,
                           const detail::Manner& manner, const detail::ValueCodec* codec, const Use& use) const {
    return with_keys(name, name_hash, arguments, parts_of, [&](const auto& keys) {
      const auto tags_at = [&](std::size_t place) { return tags_of(arguments[place]); };
      const std::size_t room = keys.empty() ? 0 : room_beside(keys.front(), detail::value_type<T>, options);
      detail::LentManyLoader<T, Argument, Loader> lent(arguments, std::forward<Loader>(load), room);
      const auto own = [&lent](detail::Places places) { return lent.own(places); };
      return use(detail::ManyCall{keys, detail::value_type<T>, tags_at, lent, own, options, codec, manner});
    });
  }
  /// The same with their keys alone.
  template <class Argument, class PartsOf, class Use>
  decltype(auto) with_keys(std::string_view name, std::uint64_t name_hash, std::span<const Argument> arguments,
                           const PartsOf& parts_of, const Use& use) const {
    std::vector<decltype(parts_of(arguments[0]))> parts;
    parts.reserve(arguments.size());
    for (const Argument& argument : arguments) parts.push_back(parts_of(argument));
    std::vector<decltype(key_view(name, name_hash, parts[0]))> keys;
    keys.reserve(parts.size());
    for (const auto& each : parts) keys.push_back(key_view(name, name_hash, each));
    return use(keys);
  }

 protected:
  using UntypedReads::UntypedReads;
  ~ManyReads() = default;

 private:
  static constexpr auto by_text = [](const auto& key) { return tagcache::key(key); };

  template <class T, class TagsOf, class Loader>
  [[nodiscard]] std::vector<Handle<T>> query_many_as(const detail::Manner& manner, std::span<const std::string> keys,
                                                     const TagsOf& tags_of, Loader&& load,
                                                     const QueryOptions& options) {
    if constexpr (!Encodable<T>) detail::refuse_to_verify(options);
    const auto read = [this](const auto& call) { return detail::handles_of<T>(run_many(call)); };
    return with_many<T>({}, detail::hash_name({}), keys, by_text, tags_of, std::forward<Loader>(load), options, manner,
                        detail::codec_of<T>(), read);
  }
};

}  // namespace tagcache
