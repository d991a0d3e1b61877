#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <tagcache/entry.hpp>
#include <tagcache/function_view.hpp>
#include <tagcache/loaded.hpp>
#include <type_traits>
#include <utility>

/// How loaders are called, whatever they take and return.
namespace tagcache::detail {

/// The line of execution of an asynchronous load, which has no thread of its own.
class LoadSteps {
 public:
  virtual ~LoadSteps() = default;
  /// Calls `step` as a part of the load.
  virtual void take(FunctionView<void()> step) = 0;
};

/// An entry whose value is known and whose times and tags are still to be filled in.
using NewEntry = std::shared_ptr<EntryNode>;

/// What a loader gave. Without an entry it said `unchanged`.
struct LoadResult {
  NewEntry entry;
  LoadSettings settings;
};

/// Where an asynchronous loader says how it ended, once. Forgotten by all without a word, the load counts as cancelled.
/// Thread-safe.
class Landing {
 public:
  virtual ~Landing() = default;
  virtual void arrived(LoadResult result) = 0;
  virtual void failed(std::exception_ptr error) = 0;
  virtual void cancelled() = 0;

  /// `cancel` is called, in any thread, when nobody wants the value any more. The loader still says how it ended.
  virtual void on_cancel(std::function<void()> cancel) = 0;

  /// Who is asked for the steps of the loader to be its steps, so that what they ask for is known to be asked by it.
  [[nodiscard]] virtual std::shared_ptr<LoadSteps> steps() = 0;
};

/// A loader that may run after the call that brought it has returned: one of the two. It is shown what is
/// stored under its key.
struct OwnedLoader {
  std::function<LoadResult(const EntryPointer& previous)> run;  ///< returns when the load has ended
  /// Returns when it has begun.
  std::function<void(const EntryPointer& previous, std::shared_ptr<Landing>)> start{};
};

template <class T, class Loader>
[[nodiscard]] auto call_loader(Loader& load, const Previous<T>& previous) {
  if constexpr (std::is_invocable_v<Loader&, const Previous<T>&>) {
    return load(previous);
  } else {
    return load();
  }
}

/// What the user's object gives for a query; it is shown what is stored when the schema says so.
template <class Query, class Source, class Value, class... Passed>
[[nodiscard]] auto call_source(Source& source, const Previous<Value>& previous, const Passed&... arguments) {
  if constexpr (requires { Query::load(source, arguments..., previous); }) {
    return Query::load(source, arguments..., previous);
  } else {
    return Query::load(source, arguments...);
  }
}

/// The entry for what a loader gives, with so much room for who keeps it.
template <class T, class Loader>
[[nodiscard]] LoadResult run_loader(Loader& load, const EntryPointer& previous, std::size_t room = 0) {
  const auto give = [&] { return call_loader<T>(load, Previous<T>(previous)); };
  using Given = decltype(give());
  if constexpr (std::is_same_v<Given, T>) {
    return {make_with_room<EntryNodeOf<T>>(room, GivenBy(), give), {}};
  } else if constexpr (std::is_same_v<Given, Loaded<T>>) {
    Loaded<T> loaded = give();
    if (loaded.value() == nullptr) return {nullptr, loaded.settings()};
    return {make_with_room<EntryNodeOf<T>>(room, loaded.take()), loaded.settings()};
  } else {
    return {make_with_room<EntryNodeOf<T>>(room, give()), {}};
  }
}

/// Turns a loader of values into a loader of entries.
template <class T, class Loader>
[[nodiscard]] auto entry_maker(Loader load, std::size_t room = 0) {
  return [load = std::move(load), room](const EntryPointer& previous) mutable {
    return run_loader<T>(load, previous, room);
  };
}

/// A loader that a call brought: run in place, until another thread needs it for longer than the call.
template <class T, class Loader>
class LentLoader {
 public:
  explicit LentLoader(Loader&& loader) : lent_(std::forward<Loader>(loader)) {}

  auto operator()(const Previous<T>& previous) {
    return owned_ ? call_loader<T>(*owned_, previous) : call_loader<T>(lent_, previous);
  }

  /// A loader that owns what this one had. This one is then run as that one: it has nothing else left.
  [[nodiscard]] auto own() {
    if (!owned_) owned_ = std::make_shared<std::decay_t<Loader>>(std::forward<Loader>(lent_));
    return [owned = owned_](const Previous<T>& previous) { return call_loader<T>(*owned, previous); };
  }

 private:
  Loader&& lent_;
  std::shared_ptr<std::decay_t<Loader>> owned_;
};

/// What can be called for a T, without arguments or with a `const Previous<T>&`. It gives a T, a Loaded<T>, or anything
/// that becomes a T.
template <class Loader, class T>
concept LoaderOf = std::is_invocable_r_v<T, Loader&> || std::is_invocable_r_v<Loaded<T>, Loader&> ||
                   std::is_invocable_r_v<T, Loader&, const Previous<T>&> ||
                   std::is_invocable_r_v<Loaded<T>, Loader&, const Previous<T>&>;

}  // namespace tagcache::detail
