#pragma once

#include <concepts>
#include <functional>
#include <tagcache/codec.hpp>
#include <tagcache/entry.hpp>
#include <utility>

namespace tagcache {

/// What a refresh in the background replaced, and by what: handed to the callback of the query that started it.
template <class T>
struct Refreshed {
  Entry<T> before;
  Entry<T> after;
  /// Whether the two values have different encodings; of a type without a codec, whether they are not equal.
  bool changed = false;
};

namespace detail {

/// Whether a change of a T can be noticed.
template <class T>
concept Comparable = Encodable<T> || std::equality_comparable<T>;

template <Comparable T>
[[nodiscard]] bool differ(const T& before, const T& after) {
  if (&before == &after) return false;
  if constexpr (Encodable<T>) {
    const auto one = encode(before);
    const auto other = encode(after);
    return !one || !other || *one != *other;
  } else {
    return !(before == after);
  }
}

/// Told of what a refresh replaced, and by what.
using RefreshHook = std::function<void(const EntryPointer& before, const EntryPointer& after)>;

template <class T, class OnRefreshed>
[[nodiscard]] RefreshHook refresh_hook(OnRefreshed on_refreshed) {
  static_assert(Comparable<T>,
                "Refreshed tells whether the value has changed: give its type a tagcache::Codec or an operator==");
  return [told = std::move(on_refreshed)](const EntryPointer& before, const EntryPointer& after) mutable {
    const Entry<T> one(before);
    const Entry<T> other(after);
    const Refreshed<T> refreshed{one, other, differ(one.value(), other.value())};
    told(refreshed);
  };
}

}  // namespace detail

}  // namespace tagcache
