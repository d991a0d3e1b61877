#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tagcache/hash.hpp>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tagcache {

/// For structs inside of vectors, arrays, optionals, pairs and tuples that are arguments: `of` gives the parts of one,
/// made by `tagcache::key`. The generator emits it for plain structs.
template <class T>
struct KeyParts;

/// A part is what a key holds of an argument while it is looked up: numbers (integers, bool, enumerations) and arrays
/// by value, texts and lists as views. Nothing here allocates, except `keep`.
///
/// Parts are equal exactly when the arguments are. For numbers and texts that is how they compare. Parts of larger
/// types hold the parts of all that is inside, in order, with the number of elements of a list and whether an optional
/// holds something, and compare them one by one: two values differ if anything in them does.
namespace detail {

template <class T>
concept NumberPart = std::integral<T> || std::is_enum_v<T>;
template <class T>
concept TextArgument = std::convertible_to<const T&, std::string_view> && !std::is_array_v<T>;

/// A view of a vector: its elements become parts when they are looked at.
template <class List>
struct ListPart {
  const List* list;
};

template <class T>
concept DescribedArgument = requires(const T& value) { KeyParts<T>::of(value); };

/// `of` makes the part of an argument; undefined for what cannot be one.
template <class T>
struct PartOf;

template <DescribedArgument T>
struct PartOf<T> {
  static constexpr auto of(const T& value) { return KeyParts<T>::of(value); }
};

template <class T>
[[nodiscard]] constexpr auto as_part(const T& value) {
  return PartOf<T>::of(value);
}

template <NumberPart T>
struct PartOf<T> {
  static constexpr T of(T value) { return value; }
};
template <TextArgument T>
  requires(!DescribedArgument<T>)
struct PartOf<T> {
  static constexpr std::string_view of(std::string_view text) { return text; }
};
template <std::size_t N>
struct PartOf<char[N]> {
  static constexpr std::string_view of(const char (&text)[N]) {
    const std::string_view whole(text, N);
    return whole.substr(0, whole.find('\0'));  // it may lack its terminator
  }
};
template <class T, std::size_t N>
struct PartOf<std::array<T, N>> {
  static constexpr auto of(const std::array<T, N>& array) {
    return std::apply([](const auto&... element) { return std::array{as_part(element)...}; }, array);
  }
};
template <class T, std::size_t N>
struct PartOf<T[N]> {
  static constexpr auto of(const T (&array)[N]) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::array{as_part(array[I])...};
    }(std::make_index_sequence<N>());
  }
};
template <class T, class Allocator>
struct PartOf<std::vector<T, Allocator>> {
  static constexpr ListPart<std::vector<T, Allocator>> of(const std::vector<T, Allocator>& list) { return {&list}; }
};
template <class T>
struct PartOf<std::optional<T>> {
  static constexpr auto of(const std::optional<T>& value) {
    using Part = decltype(as_part(*value));
    return value ? std::optional<Part>(std::in_place, as_part(*value)) : std::nullopt;
  }
};
template <class First, class Second>
struct PartOf<std::pair<First, Second>> {
  static constexpr auto of(const std::pair<First, Second>& pair) {
    return std::make_tuple(as_part(pair.first), as_part(pair.second));
  }
};
template <class... Elements>
struct PartOf<std::tuple<Elements...>> {
  static constexpr auto of(const std::tuple<Elements...>& tuple) {
    return std::apply([](const Elements&... element) { return std::make_tuple(as_part(element)...); }, tuple);
  }
};
template <std::integral Number, class Period>
struct PartOf<std::chrono::duration<Number, Period>> {
  static constexpr Number of(std::chrono::duration<Number, Period> duration) { return duration.count(); }
};
template <class Duration>
struct PartOf<std::chrono::time_point<std::chrono::system_clock, Duration>> {
  static constexpr auto of(std::chrono::time_point<std::chrono::system_clock, Duration> instant) {
    return as_part(instant.time_since_epoch());
  }
};

template <class List>
[[nodiscard]] bool operator==(const ListPart<List>& left, const ListPart<List>& right) {
  using Element = typename List::value_type;
  if (left.list->size() != right.list->size()) return false;
  auto other = right.list->begin();
  for (const auto& one : *left.list) {
    if (!(PartOf<Element>::of(one) == PartOf<Element>::of(*other++))) return false;
  }
  return true;
}

}  // namespace detail
}  // namespace tagcache
