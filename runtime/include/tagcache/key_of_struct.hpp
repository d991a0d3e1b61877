#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <tagcache/key_part.hpp>
#include <tuple>
#include <type_traits>
#include <utility>

/// Structs as parts of a key, taken apart by the C++ compiler. A generator that reads headers knows the members of a
/// struct and names them; one that does not passes the struct, and all of its members become parts here, none left out.
namespace tagcache::detail {

/// Stands for any member while members are counted.
struct AnyMember {
  template <class T>
  operator T() const;
};

inline constexpr std::size_t most_members = 8;

template <class T, std::size_t... Index>
consteval bool takes_members(std::index_sequence<Index...>) {
  return requires { T{(static_cast<void>(Index), AnyMember{})...}; };
}

/// How many members an aggregate has; one more than the most that can be taken apart when it has more.
template <class T, std::size_t Count = most_members + 1>
consteval std::size_t member_count() {
  if constexpr (Count == 0 || takes_members<T>(std::make_index_sequence<Count>())) {
    return Count;
  } else {
    return member_count<T, Count - 1>();
  }
}

/// A class around one value, as libraries write ids: no constructor fits an aggregate, but the size leaves no room for
/// anything beside the value.
template <class T>
concept WrapsValue = std::is_class_v<T> && !std::is_aggregate_v<T> && requires(const T& wrapper) {
  requires sizeof(T) == sizeof(wrapper.value);
  requires std::is_member_object_pointer_v<decltype(&T::value)>;
};

/// A text is one by its type: a class that converts to one may have more to it.
template <class T>
concept WholePart = requires {
  sizeof(PartOf<T>);
} && (!TextArgument<T> || DescribedArgument<T> || std::same_as<T, std::string> || std::same_as<T, std::string_view>);

template <class T>
[[nodiscard]] constexpr auto key_parts(const T& value);

template <class... Members>
[[nodiscard]] constexpr auto joined_parts(const Members&... members) {
  return std::tuple_cat(key_parts(members)...);
}

/// A struct with C arrays, or with members of its own beside those of a base class, stops the compiler here: the number
/// of names must be the number of members.
template <class T>
[[nodiscard]] constexpr auto parts_of_members(const T& value) {
  constexpr std::size_t count = member_count<T>();
  static_assert(0 < count && count <= most_members,
                "a struct in a key needs 1 to 8 members here: put some of them into structs of their own, or generate "
                "with Clang");
  if constexpr (count == 1) {
    const auto& [a] = value;
    return joined_parts(a);
  } else if constexpr (count == 2) {
    const auto& [a, b] = value;
    return joined_parts(a, b);
  } else if constexpr (count == 3) {
    const auto& [a, b, c] = value;
    return joined_parts(a, b, c);
  } else if constexpr (count == 4) {
    const auto& [a, b, c, d] = value;
    return joined_parts(a, b, c, d);
  } else if constexpr (count == 5) {
    const auto& [a, b, c, d, e] = value;
    return joined_parts(a, b, c, d, e);
  } else if constexpr (count == 6) {
    const auto& [a, b, c, d, e, f] = value;
    return joined_parts(a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    const auto& [a, b, c, d, e, f, g] = value;
    return joined_parts(a, b, c, d, e, f, g);
  } else if constexpr (count == 8) {
    const auto& [a, b, c, d, e, f, g, h] = value;
    return joined_parts(a, b, c, d, e, f, g, h);
  }
}

/// The parts of any value that can be in a key, as a tuple. Texts are views of `value`.
template <class T>
constexpr auto key_parts(const T& value) {
  if constexpr (WholePart<T>) {
    return std::make_tuple(as_part(value));  // a part that is a tuple stays one part
  } else if constexpr (std::is_aggregate_v<T> && std::is_class_v<T>) {
    return parts_of_members(value);
  } else if constexpr (WrapsValue<T>) {
    return key_parts(value.value);
  } else {
    static_assert(WrapsValue<T>,
                  "this type cannot be part of a key: keys are made of integers, bool, enumerations, std::string, "
                  "std::array of integers, and structs of those without constructors");
  }
}

}  // namespace tagcache::detail
