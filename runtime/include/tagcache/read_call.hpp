#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <tagcache/codec.hpp>
#include <tagcache/entry.hpp>
#include <tagcache/function_view.hpp>
#include <tagcache/key.hpp>
#include <tagcache/options.hpp>
#include <type_traits>
#include <utility>

/// The seam between the typed templates in headers and the untyped machinery in the library.
namespace tagcache::detail {

/// An entry whose value is loaded and whose times and tags are still to be filled in; `tags` holds what came with the
/// value.
using NewEntry = std::shared_ptr<EntryNode>;

/// A loader that may run after the call that brought it has returned.
using OwnedLoader = std::function<NewEntry()>;

/// The entry for what `load` returns: a T, or a WithTags<T>.
template <class T, class Loader>
[[nodiscard]] NewEntry load_entry(Loader& load) {
  if constexpr (std::is_same_v<std::invoke_result_t<Loader&>, WithTags<T>>) {
    WithTags<T> loaded = load();
    auto entry = std::make_shared<EntryNodeOf<T>>(std::move(loaded.value));
    entry->tags = std::move(loaded.tags);
    return entry;
  } else {
    return std::make_shared<EntryNodeOf<T>>(load());
  }
}

/// Turns a loader of values into a loader of entries.
template <class T, class Loader>
[[nodiscard]] auto entry_maker(Loader load) {
  return [load = std::move(load)]() mutable -> NewEntry { return load_entry<T>(load); };
}

/// What can be called for a T: `std::invoke_result_t` may be T, WithTags<T>, or anything that becomes a T.
template <class Loader, class T>
concept LoaderOf = std::is_invocable_r_v<T, Loader&> || std::is_invocable_r_v<WithTags<T>, Loader&>;

/// Encodes the value of an entry; absent when it cannot be. Null for values without a codec.
using Encoder = std::optional<Bytes> (*)(const void* value);

template <class T>
[[nodiscard]] std::optional<Bytes> encode_value(const void* value) {
  return encode(*static_cast<const T*>(value));
}

/// One read, for the time of the call.
struct ReadCall {
  const KeyView& key;
  const ValueType& type;
  FunctionView<TagSet()> tags;
  FunctionView<NewEntry()> load;
  FunctionView<OwnedLoader()> own_load;
  const QueryOptions& options;
  Encoder encoder = nullptr;
  EntryPointer replaced = nullptr;  ///< an entry that a load is to replace although it is fresh
  bool verifies = false;            ///< the load is to be compared with `replaced`, and replaces nothing
};

}  // namespace tagcache::detail
