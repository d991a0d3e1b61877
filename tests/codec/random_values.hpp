#pragma once

#include <algorithm>
#include <random>

#include "sample_types.hpp"

/// Random values of the sample types, and whether two of them are equal all the way down.
namespace sample {

using Random = std::mt19937_64;

[[nodiscard]] inline std::size_t below(Random& random, std::size_t bound) {
  return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
}

template <class T>
struct Make;

template <class T>
[[nodiscard]] T make(Random& random) {
  return Make<T>::one(random);
}

/// Small numbers and those near the ends of every width are likelier than others: there the forms change.
template <std::integral T>
struct Make<T> {
  static T one(Random& random) {
    const std::uint64_t any = random();
    const auto bits = static_cast<unsigned>(below(random, 8 * sizeof(T) + 1));
    const std::uint64_t cut = bits == 0 ? 0 : any >> (64U - bits);
    return static_cast<T>(below(random, 2) == 0 ? cut : ~cut + below(random, 3));
  }
};
template <>
struct Make<bool> {
  static bool one(Random& random) { return below(random, 2) == 0; }
};
template <std::floating_point T>
struct Make<T> {
  static T one(Random& random) {
    const T choices[] = {T(0),
                         -T(0),
                         T(1.5),
                         std::numeric_limits<T>::infinity(),
                         std::numeric_limits<T>::denorm_min(),
                         std::numeric_limits<T>::lowest(),
                         static_cast<T>(static_cast<std::int64_t>(random()))};
    return choices[below(random, std::size(choices))];
  }
};
template <class T>
  requires std::is_enum_v<T>
struct Make<T> {
  static T one(Random& random) { return static_cast<T>(make<std::underlying_type_t<T>>(random)); }
};
template <>
struct Make<std::string> {
  static std::string one(Random& random) {
    std::string text(below(random, 30) == 0 ? below(random, 70'000) : below(random, 40), '\0');
    for (char& letter : text) letter = static_cast<char>(random());
    return text;
  }
};
template <>
struct Make<std::monostate> {
  static std::monostate one(Random&) { return {}; }
};
template <class T>
struct Make<std::optional<T>> {
  static std::optional<T> one(Random& random) {
    return below(random, 3) == 0 ? std::nullopt : std::optional<T>(make<T>(random));
  }
};
template <class Pointer>
concept Owner = requires(const Pointer& pointer) { pointer.get(); };
template <Owner T>
struct Make<T> {
  using Element = std::remove_const_t<typename T::element_type>;
  static T one(Random& random) {
    return below(random, 3) == 0 ? T() : T(std::make_unique<Element>(make<Element>(random)));
  }
};
template <class T>
concept Pair = requires(const T& pair) { pair.first; };
template <Pair T>
struct Make<T> {
  static T one(Random& random) {
    auto first = make<std::remove_const_t<typename T::first_type>>(random);
    return T(std::move(first), make<typename T::second_type>(random));
  }
};
template <class T>
concept Container = requires(T& container) { container.insert(container.end(), *container.begin()); };
template <class T>
  requires Container<T> || requires(T& container) { container.push_back(typename T::value_type()); }
struct Make<T> {
  static T one(Random& random) {
    T container;
    for (std::size_t size = below(random, below(random, 20) == 0 ? 40 : 5); size > 0; --size) {
      container.insert(container.end(), make<typename T::value_type>(random));
    }
    return container;
  }
};
template <class T, std::size_t N>
struct Make<std::array<T, N>> {
  static std::array<T, N> one(Random& random) {
    std::array<T, N> array;
    for (T& element : array) element = make<T>(random);
    return array;
  }
};
template <class... Elements>
struct Make<std::tuple<Elements...>> {
  static std::tuple<Elements...> one([[maybe_unused]] Random& random) {
    return std::tuple<Elements...>{make<Elements>(random)...};
  }
};
template <class... Elements>
struct Make<std::variant<Elements...>> {
  static std::variant<Elements...> one(Random& random) {
    using Variant = std::variant<Elements...>;
    Variant (*const choices[])(Random&) = {+[](Random& inner) { return Variant(make<Elements>(inner)); }...};
    return choices[below(random, sizeof...(Elements))](random);
  }
};
template <class Number, class Period>
struct Make<std::chrono::duration<Number, Period>> {
  static std::chrono::duration<Number, Period> one(Random& random) {
    return std::chrono::duration<Number, Period>(make<Number>(random));
  }
};
template <class Duration>
struct Make<std::chrono::time_point<std::chrono::system_clock, Duration>> {
  static std::chrono::time_point<std::chrono::system_clock, Duration> one(Random& random) {
    return std::chrono::time_point<std::chrono::system_clock, Duration>(make<Duration>(random));
  }
};
template <>
struct Make<Point> {
  static Point one(Random& random) { return {make<std::int32_t>(random), make<double>(random)}; }
};
template <>
struct Make<Tree> {
  static Tree one(Random& random) {
    Tree tree{make<std::string>(random), {}};
    while (below(random, 3) == 0) tree.below.push_back(make<Tree>(random));
    return tree;
  }
};
template <>
struct Make<Everything> {
  static Everything one(Random& random) {
    Everything made{};
    static_cast<Point&>(made) = make<Point>(random);
    made.flag = make<bool>(random);
    made.colour = make<Colour>(random);
    for (std::uint8_t& byte : made.digest) byte = make<std::uint8_t>(random);
    made.text = make<decltype(made.text)>(random);
    made.points = make<decltype(made.points)>(random);
    made.blobs = make<decltype(made.blobs)>(random);
    made.either = make<decltype(made.either)>(random);
    made.at = make<decltype(made.at)>(random);
    return made;
  }
};

template <class T>
[[nodiscard]] bool same(const T& left, const T& right) {
  if constexpr (Owner<T>) {
    return left == nullptr || right == nullptr ? left == right : same(*left, *right);
  } else if constexpr (requires { requires Owner<typename T::value_type>; }) {
    return std::ranges::equal(left, right, [](const auto& one, const auto& other) { return same(one, other); });
  } else {
    return left == right;
  }
}

}  // namespace sample
