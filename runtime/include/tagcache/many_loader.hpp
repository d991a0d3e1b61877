#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <span>
#include <tagcache/loaded.hpp>
#include <tagcache/loader.hpp>
#include <tagcache/many_call.hpp>
#include <type_traits>
#include <utility>
#include <vector>

/// How loaders of several values are called, whatever they take and return.
namespace tagcache::detail {

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
concept ManyLoaderOf =
    (is_shown_stored<Loader, T, Argument> || std::is_invocable_v<Loader&, std::span<const Argument>>) &&
    requires(Loader& load, std::span<const Argument> missing, Stored stored) {
      {
        *std::declval<decltype(call_many_loader<Loader, T, Argument>(load, missing, stored))&>().begin()
      } -> std::convertible_to<Loaded<T>>;
    };

template <class T>
[[nodiscard]] LoadResult load_result(Loaded<T> loaded, std::size_t room) {
  LoadResult result{nullptr, loaded.settings()};
  if (loaded.value() != nullptr) result.entry = make_with_room<EntryNodeOf<T>>(room, loaded.take());
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
  /// `room` is for who keeps an entry, see make_with_room.
  LentManyLoader(std::span<const Argument> arguments, Loader&& loader, std::size_t room)
      : arguments_(arguments), lent_(std::forward<Loader>(loader)), room_(room) {}

  auto operator()(Places places, Stored stored) {
    return owned_ ? run(*owned_, arguments_, places, stored, room_) : run(lent_, arguments_, places, stored, room_);
  }

  /// A loader that owns what this one had, and the arguments at `places`. This one is then run as that one.
  [[nodiscard]] OwnedManyLoader own(Places places) {
    return
        [owned = handed_out(), arguments = chosen(arguments_, places), room = room_](Places its_places, Stored stored) {
          return run(*owned, std::span<const Argument>(arguments), its_places, stored, room);
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
  [[nodiscard]] static auto run(Load& load, std::span<const Argument> all, Places places, Stored stored,
                                std::size_t room) {
    const std::vector<Argument> missing = chosen(all, places);
    std::vector<decltype(load_result(std::declval<Loaded<T>>(), room))> results;
    results.reserve(missing.size());
    auto values = call_many_loader<Load, T, Argument>(load, missing, stored);
    for (auto&& value : values) results.push_back(load_result<T>(Loaded<T>(std::move(value)), room));
    return results;
  }

  std::span<const Argument> arguments_;
  Loader&& lent_;
  std::size_t room_;
  std::shared_ptr<std::decay_t<Loader>> owned_;
};

}  // namespace tagcache::detail
