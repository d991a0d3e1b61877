#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <tagcache/codec.hpp>
#include <tagcache/entry.hpp>
#include <tagcache/function_view.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/key.hpp>
#include <tagcache/options.hpp>
#include <tagcache/purpose.hpp>
#include <type_traits>
#include <utility>

/// The seam between the typed templates in headers and the untyped machinery in the library.
namespace tagcache::detail {

/// The line of execution of an asynchronous load, which has no thread of its own.
class LoadSteps {
 public:
  virtual ~LoadSteps() = default;
  /// Calls `step` as a part of the load.
  virtual void take(FunctionView<void()> step) = 0;
};

/// An entry whose value is loaded and whose times and tags are still to be filled in; `tags` holds what came with the
/// value.
using NewEntry = std::shared_ptr<EntryNode>;

/// Where an asynchronous loader says how it ended, once. Forgotten by all without a word, the load counts as cancelled.
/// Thread-safe.
class Landing {
 public:
  virtual ~Landing() = default;
  virtual void arrived(NewEntry entry) = 0;
  virtual void failed(std::exception_ptr error) = 0;
  virtual void cancelled() = 0;

  /// `cancel` is called, in any thread, when nobody wants the value any more. The loader still says how it ended.
  virtual void on_cancel(std::function<void()> cancel) = 0;

  /// Who is asked for the steps of the loader to be its steps, so that what they ask for is known to be asked by it.
  [[nodiscard]] virtual std::shared_ptr<LoadSteps> steps() = 0;
};

/// A loader that may run after the call that brought it has returned: one of the two.
struct OwnedLoader {
  std::function<NewEntry()> run;                          ///< returns when the load has ended
  std::function<void(std::shared_ptr<Landing>)> start{};  ///< returns when it has begun
};

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

/// The number of reads by hand among the queries of a cache; those of a schema have theirs from 1 on.
inline constexpr unsigned by_hand = 0;

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
  Purpose purpose = Purpose::read;  ///< a load for verification is compared with `replaced`, and replaces nothing
  unsigned query = by_hand;
  bool asynchronous = false;  ///< the loader can only be started: `load` is never called
};

/// Who is called when a read ends for which no thread waits.
class Completion {
 public:
  virtual ~Completion() = default;
  /// Called once, in any thread. Without an error and an outcome the read was cancelled.
  virtual void complete(std::exception_ptr error, std::optional<Outcome> outcome) = 0;
};

/// A read for which no thread waits.
class Pending {
 public:
  virtual ~Pending() = default;
  /// Its completion may be called before this returns.
  virtual void begin() = 0;
  /// The completion is called soon, if it was not yet; others who share the load are not disturbed. May be called from
  /// any thread, at any time.
  virtual void cancel() = 0;
};

}  // namespace tagcache::detail
