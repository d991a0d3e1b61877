#pragma once

#include <cstddef>
#include <type_traits>

namespace tagcache {

namespace detail {

inline constexpr std::size_t largest_by_value_bytes = 16;

template <class T>
inline constexpr bool is_passed_by_value =
    std::is_scalar_v<T> ||
    (std::is_trivially_copyable_v<T> && std::is_copy_constructible_v<T> && sizeof(T) <= largest_by_value_bytes);

}  // namespace detail

/// How generated functions take a T: by value when it is small and copied like bytes, by const reference otherwise. A
/// generator that reads headers writes out which; one that does not leaves it to the compiler, with the same result.
template <class T>
using Passed = std::conditional_t<detail::is_passed_by_value<T>, T, const T&>;

}  // namespace tagcache
