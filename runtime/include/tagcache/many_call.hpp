#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <tagcache/function_view.hpp>
#include <tagcache/key.hpp>
#include <tagcache/loader.hpp>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <type_traits>
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
  Encoder encoder = nullptr;
  unsigned query = by_hand;
};

/// Who is called when a read of several keys ends for which no thread waits.
class ManyCompletion {
 public:
  virtual ~ManyCompletion() = default;
  /// As Completion::complete, with an outcome for each key.
  virtual void complete(std::exception_ptr error, std::optional<std::vector<Outcome>> outcomes) = 0;
};

template <class Loader, class T, class Argument>
inline constexpr bool is_shown_stored =
    std::is_invocable_v<Loader&, std::span<const Argument>, std::span<const Previous<T>>>;

template <class Loader, class T, class Argument>
[[nodiscard]] auto call_many_loader(Loader& load, std::span<const Argument> missing, Stored stored) {
  if constexpr (is_shown_stored<Loader, T, Argument>) {
    const std::vector<Previous<T>> previous(stored.begin(), stored.end());
    return load(missing, std::span<const Previous<T>>(previous));
  } else {
    return load(missing);
  }
}

/// What can be called for several values: with the missing ones, and, when it takes them, with what is stored for each.
/// It gives a range of Ts, or of Loaded<T>s.
template <class Loader, class T, class Argument>
concept ManyLoaderOf = requires(Loader& load, std::span<const Argument> missing, Stored stored) {
  {
    *std::declval<decltype(call_many_loader<Loader, T, Argument>(load, missing, stored))&>().begin()
  } -> std::convertible_to<Loaded<T>>;
};

template <class T>
[[nodiscard]] LoadResult load_result(Loaded<T> loaded) {
  LoadResult result{nullptr, loaded.settings()};
  if (loaded.value() != nullptr) result.entry = std::make_shared<EntryNodeOf<T>>(loaded.take());
  return result;
}

template <class Argument, class ItsPlaces>
[[nodiscard]] std::vector<Argument> chosen(std::span<const Argument> all, const ItsPlaces& places) {
  std::vector<Argument> some;
  some.reserve(places.size());
  for (const auto place : places) some.push_back(all[place]);
  return some;
}

/// A loader of several values that a call brought, with the arguments of the call. Another thread that needs it for
/// longer than the call gets a copy; one that cannot be copied is handed over, and both run it.
template <class T, class Argument, class Loader>
class LentManyLoader {
 public:
  LentManyLoader(std::span<const Argument> arguments, Loader&& loader)
      : arguments_(arguments), lent_(std::forward<Loader>(loader)) {}

  auto operator()(Places places, Stored stored) {
    return owned_ ? run(*owned_, arguments_, places, stored) : run(lent_, arguments_, places, stored);
  }

  /// A loader that owns what this one had, and the arguments at `places`. This one is then run as that one.
  [[nodiscard]] OwnedManyLoader own(Places places) {
    return [owned = handed_out(), arguments = chosen(arguments_, places)](Places its_places, Stored stored) {
      return run(*owned, std::span<const Argument>(arguments), its_places, stored);
    };
  }

 private:
  [[nodiscard]] std::shared_ptr<std::decay_t<Loader>> handed_out() {
    if constexpr (std::is_copy_constructible_v<std::decay_t<Loader>>) {
      return std::make_shared<std::decay_t<Loader>>(std::as_const(lent_));
    } else {
      if (!owned_) owned_ = std::make_shared<std::decay_t<Loader>>(std::forward<Loader>(lent_));
      return owned_;
    }
  }

  template <class Load>
  [[nodiscard]] static auto run(Load& load, std::span<const Argument> all, Places places, Stored stored) {
    const std::vector<Argument> missing = chosen(all, places);
    std::vector<decltype(load_result(std::declval<Loaded<T>>()))> results;
    results.reserve(missing.size());
    auto values = call_many_loader<Load, T, Argument>(load, missing, stored);
    for (auto&& value : values) results.push_back(load_result<T>(Loaded<T>(std::move(value))));
    return results;
  }

  std::span<const Argument> arguments_;
  Loader&& lent_;
  std::shared_ptr<std::decay_t<Loader>> owned_;
};

}  // namespace tagcache::detail
