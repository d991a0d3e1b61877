#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/cache_controls.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/many_call.hpp>
#include <tagcache/options.hpp>
#include <tagcache/typed_reads.hpp>
#include <tuple>
#include <utility>
#include <vector>

namespace tagcache {

/// Reads of several keys at a time: the part of Primitives that asks the store once, and the source once. Thread-safe.
class ManyReads : public CacheControls {
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
    if constexpr (!Encodable<T>) detail::refuse_to_verify(options);
    return read_many<T>(
        {}, detail::hash_name({}), keys, [](const auto& key) { return tagcache::key(key); },
        [&tags_of](const std::string& key) { return tags_of(key); }, std::forward<Loader>(load), options,
        detail::encoder_of<T>());
  }

  /// What is stored under each of `keys`, in their order, as Primitives::get says it. The store is asked once. Never
  /// loads and never refreshes.
  template <class T>
  [[nodiscard]] std::vector<std::optional<Handle<T>>> get_many(std::span<const std::string> keys,
                                                               Accept accept = Accept::in_grace) {
    std::vector<std::optional<Handle<T>>> handles;
    find_many(keys, detail::value_type<T>, accept, [&handles](auto* outcome) {
      handles.push_back(outcome != nullptr ? std::optional<Handle<T>>(std::move(*outcome)) : std::nullopt);
    });
    return handles;
  }

  /// For generated code: as `query_many`, with keys of typed arguments. `parts_of` gives the key of an argument, which
  /// may refer to it.
  template <class T, class Argument, class PartsOf, class TagsOf, class Loader>
  [[nodiscard]] std::vector<Handle<T>> read_many(std::string_view name, std::uint64_t name_hash,
                                                 std::span<const Argument> arguments, const PartsOf& parts_of,
                                                 const TagsOf& tags_of, Loader&& load, const QueryOptions& options,
                                                 detail::Encoder encoder, unsigned query = detail::by_hand) {
    std::vector<Handle<T>> handles;
    with_many<T>(name, name_hash, arguments, parts_of, tags_of, std::forward<Loader>(load), options, encoder, query,
                 [&](const auto& call) {
                   for (auto& outcome : run_many(call)) handles.emplace_back(std::move(outcome));
                 });
    return handles;
  }

  /// For asynchronous callers: such a read that is still to begin. It copies what it needs.
  template <class T, class Argument, class PartsOf, class TagsOf, class Loader>
  [[nodiscard]] auto read_many_later(std::string_view name, std::uint64_t name_hash,
                                     std::span<const Argument> arguments, const PartsOf& parts_of,
                                     const TagsOf& tags_of, Loader&& load, const QueryOptions& options,
                                     detail::Encoder encoder, unsigned query,
                                     std::unique_ptr<detail::ManyCompletion>&& completion) {
    return with_many<T>(name, name_hash, arguments, parts_of, tags_of, std::forward<Loader>(load), options, encoder,
                        query, [&](const auto& call) { return run_many_later(call, std::move(completion)); });
  }

  /// For generated code: the key of `parts` in this cache.
  template <class... Parts>
  [[nodiscard]] KeyView key_view(std::string_view name, std::uint64_t name_hash,
                                 const std::tuple<Parts...>& parts) const {
    return KeyView(prefix(), name, name_hash, parts);
  }

 protected:
  using CacheControls::CacheControls;
  ~ManyReads() = default;

  [[nodiscard]] std::string_view prefix() const noexcept;

 private:
  template <class T, class Argument, class PartsOf, class TagsOf, class Loader, class Use>
  decltype(auto) with_many(std::string_view name, std::uint64_t name_hash, std::span<const Argument> arguments,
                           const PartsOf& parts_of, const TagsOf& tags_of, Loader&& load, const QueryOptions& options,
                           detail::Encoder encoder, unsigned query, const Use& use) const {
    std::vector<decltype(parts_of(arguments[0]))> parts;
    parts.reserve(arguments.size());
    for (const Argument& argument : arguments) parts.push_back(parts_of(argument));
    std::vector<decltype(key_view(name, name_hash, parts[0]))> keys;
    keys.reserve(parts.size());
    for (const auto& each : parts) keys.push_back(key_view(name, name_hash, each));
    const auto tags = [&](std::size_t place) { return tags_of(arguments[place]); };
    detail::LentManyLoader<T, Argument, Loader> lent(arguments, std::forward<Loader>(load));
    const auto own = [&lent](detail::Places places) { return lent.own(places); };
    return use(detail::ManyCall{keys, detail::value_type<T>, tags, lent, own, options, encoder, query});
  }

  [[nodiscard]] std::shared_ptr<detail::Pending> run_many_later(const detail::ManyCall& call,
                                                                std::unique_ptr<detail::ManyCompletion> completion);
  [[nodiscard]] std::vector<detail::Outcome> run_many(const detail::ManyCall& call);
  /// `found` is called for each key, in their order: with null for nothing.
  void find_many(std::span<const std::string> keys, const detail::ValueType& type, Accept accept,
                 detail::FunctionView<void(detail::Outcome*)> found);
};

}  // namespace tagcache
