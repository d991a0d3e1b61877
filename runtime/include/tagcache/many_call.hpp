#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <tagcache/function_view.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/key.hpp>
#include <tagcache/loader.hpp>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <utility>
#include <vector>

/// The seam between the typed templates in headers and the untyped machinery in the library, for several keys at a
/// time.
namespace tagcache::detail {

/// Where keys stand among those of a call.
using Places = std::span<const std::size_t>;
/// What is stored under keys, null for nothing.
using Stored = std::span<const EntryPointer>;

/// A loader that may run after the call that brought it has returned. Its places are among the keys it was made for.
using OwnedManyLoader = std::function<std::vector<LoadResult>(Places, Stored)>;

/// A read of several keys, for the time of the call.
struct ManyCall {
  std::span<const KeyView> keys;
  const ValueType& type;
  FunctionView<TagSet(std::size_t)> tags;                      ///< of the key at a place
  FunctionView<std::vector<LoadResult>(Places, Stored)> load;  ///< called with the missing ones
  FunctionView<OwnedManyLoader(Places)> own_load;
  const QueryOptions& options;
  const ValueCodec* codec = nullptr;
  Manner manner{};
};

/// A read of what is there under several keys, for the time of the call.
struct ManyPresentCall {
  std::span<const KeyView> keys;
  const ValueType& type;
  FunctionView<TagSet(std::size_t)> tags;  ///< of the key at a place
  const QueryOptions& options;
  const ValueCodec* codec = nullptr;
  unsigned query = by_hand;
};

/// Who is called when a read of several keys ends for which no thread waits: with an outcome for each.
using ManyCompletion = CompletionOf<std::vector<Outcome>>;

/// What is handed out for the outcomes of a call.
template <class T, class Outcomes>
[[nodiscard]] std::vector<Handle<T>> handles_of(Outcomes outcomes) {
  std::vector<Handle<T>> handles;
  handles.reserve(outcomes.size());
  for (auto& outcome : outcomes) handles.emplace_back(std::move(outcome));
  return handles;
}

/// Adds what was found, or that nothing was, to `handles`.
template <class T>
[[nodiscard]] auto adder_to(std::vector<std::optional<Handle<T>>>& handles) {
  return [&handles](auto* outcome) {
    handles.push_back(outcome != nullptr ? std::optional<Handle<T>>(std::move(*outcome)) : std::nullopt);
  };
}

}  // namespace tagcache::detail
