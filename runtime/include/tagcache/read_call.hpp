#pragma once

#include <functional>
#include <memory>
#include <tagcache/entry.hpp>
#include <tagcache/function_view.hpp>
#include <tagcache/key.hpp>
#include <tagcache/options.hpp>
#include <utility>

/// The seam between the typed templates in headers and the untyped machinery in the library.
namespace tagcache::detail {

/// An entry whose value is loaded and whose times and tags are still to be filled in.
using NewEntry = std::shared_ptr<EntryNode>;

/// A loader that may run after the call that brought it has returned.
using OwnedLoader = std::function<NewEntry()>;

/// Turns a loader of values into a loader of entries.
template <class T, class Loader>
[[nodiscard]] auto entry_maker(Loader load) {
  return [load = std::move(load)]() mutable -> NewEntry { return std::make_shared<EntryNodeOf<T>>(load()); };
}

/// One read, for the time of the call.
struct ReadCall {
  const KeyView& key;
  const ValueType& type;
  FunctionView<TagSet()> tags;
  FunctionView<NewEntry()> load;
  FunctionView<OwnedLoader()> own_load;
  const QueryOptions& options;
};

}  // namespace tagcache::detail
