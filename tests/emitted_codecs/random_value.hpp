#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <limits>
#include <memory>
#include <random>
#include <ranges>
#include <tagcache/codec/standard.hpp>
#include <type_traits>

/// `both(left, right, visit)` calls `visit` with each field of two records of one type; specialised beside them.
template <class Record>
struct Fields;

template <class T>
concept Scalar = std::is_arithmetic_v<T> || std::is_enum_v<T>;
template <class T>
concept Map = requires { typename T::mapped_type; };
template <class T>
concept Set = !Map<T> && requires { typename T::key_type; };
template <class T>
concept Sequence = requires(T& sequence, typename T::value_type&& element) { sequence.push_back(std::move(element)); };

/// Makes values at random, edges of numbers included.
class RandomValues {
 public:
  explicit RandomValues(std::uint64_t seed) : random_(seed) {}

  template <class T>
  T one() {
    T value{};
    ++depth_;
    fill(value);
    --depth_;
    return value;
  }

 private:
  std::size_t up_to(std::size_t most) { return random_() % (most + 1); }
  /// Fewer elements, the deeper a value lies in others.
  std::size_t size() { return depth_ > 4 ? 0 : up_to(3 - (depth_ - 1) / 2); }

  template <Scalar T>
  void fill(T& value) {
    if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(one<std::underlying_type_t<T>>());
    } else if constexpr (std::is_same_v<T, bool>) {
      value = random_() % 2 == 1;
    } else if constexpr (std::is_floating_point_v<T>) {
      value = static_cast<T>(static_cast<double>(random_() % 2000) / 7 - 100);
    } else {
      const std::size_t edge = up_to(4);
      if (edge == 0) value = std::numeric_limits<T>::min();
      if (edge == 1) value = std::numeric_limits<T>::max();
      if (edge == 2) value = static_cast<T>(random_() % 100);
      if (edge > 2) value = static_cast<T>(random_());
    }
  }
  template <class Number, class Period>
  void fill(std::chrono::duration<Number, Period>& duration) {
    duration = std::chrono::duration<Number, Period>(static_cast<Number>(random_() % 1'000'000'000));
  }
  template <class Clock, class Duration>
  void fill(std::chrono::time_point<Clock, Duration>& instant) {
    instant = std::chrono::time_point<Clock, Duration>(one<Duration>());
  }
  void fill(std::monostate&) {}
  void fill(std::string& text) {
    text.resize(up_to(40));
    for (char& letter : text) letter = static_cast<char>(random_());
  }

  template <Sequence Elements>
  void fill(Elements& elements) {
    for (std::size_t left = size(); left > 0; --left) elements.push_back(one<typename Elements::value_type>());
  }
  template <Set Elements>
  void fill(Elements& elements) {
    for (std::size_t left = size(); left > 0; --left) elements.insert(one<typename Elements::value_type>());
  }
  template <Map Pairs>
  void fill(Pairs& pairs) {
    for (std::size_t left = size(); left > 0; --left) {
      auto key = one<typename Pairs::key_type>();
      pairs.emplace(std::move(key), one<typename Pairs::mapped_type>());
    }
  }
  template <class T, std::size_t N>
  void fill(std::array<T, N>& elements) {
    for (T& element : elements) element = one<T>();
  }
  template <class T, std::size_t N>
  void fill(T (&elements)[N]) {
    for (T& element : elements) fill(element);
  }
  template <class T>
  void fill(std::optional<T>& optional) {
    if (size() > 0) optional = one<T>();
  }
  template <class T>
  void fill(std::unique_ptr<T>& pointer) {
    if (size() > 0) pointer = std::make_unique<T>(one<std::remove_const_t<T>>());
  }
  template <class T>
  void fill(std::shared_ptr<T>& pointer) {
    if (size() > 0) pointer = std::make_shared<T>(one<std::remove_const_t<T>>());
  }
  template <class First, class Second>
  void fill(std::pair<First, Second>& pair) {
    pair.first = one<First>();
    pair.second = one<Second>();
  }
  template <class... T>
  void fill(std::tuple<T...>& tuple) {
    std::apply([&](T&... part) { ((part = one<T>()), ...); }, tuple);
  }
  template <class... T>
  void fill(std::variant<T...>& variant) {
    const std::size_t wanted = up_to(sizeof...(T) - 1);
    const auto set = [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((I == wanted ? static_cast<void>(variant.template emplace<I>(one<T>())) : void()), ...);
    };
    set(std::index_sequence_for<T...>());
  }
  template <class Record>
  void fill(Record& record) {
    Fields<Record>::both(record, record, [&](auto& field, auto&) { fill(field); });
  }

  std::mt19937_64 random_;
  std::size_t depth_ = 0;
};

/// Equality that looks at what pointers point to, and passes over the order of what has none.
struct Equality {
  template <class T>
  bool operator()(const T& left, const T& right) const {
    if constexpr (std::ranges::range<const T>) {
      if constexpr (requires { typename T::hasher; }) {
        return std::is_permutation(left.begin(), left.end(), right.begin(), right.end(), *this);
      } else {
        return std::ranges::equal(left, right, *this);
      }
    } else if constexpr (requires { *left, !left; }) {
      return !left == !right && (!left || (*this)(*left, *right));
    } else if constexpr (requires { std::tuple_size<T>::value; }) {
      return of_parts(left, right, std::make_index_sequence<std::tuple_size_v<T>>());
    } else if constexpr (requires { left.valueless_by_exception(); }) {
      return left.index() == right.index() &&
             of_alternative(left, right, std::make_index_sequence<std::variant_size_v<T>>());
    } else if constexpr (requires { left == right; }) {
      return left == right;
    } else {
      bool equal = true;
      Fields<T>::both(left, right, [&](const auto& mine, const auto& yours) { equal = equal && (*this)(mine, yours); });
      return equal;
    }
  }

 private:
  template <class T, std::size_t... I>
  bool of_parts([[maybe_unused]] const T& left, [[maybe_unused]] const T& right, std::index_sequence<I...>) const {
    return ((*this)(std::get<I>(left), std::get<I>(right)) && ...);
  }
  template <class T, std::size_t... I>
  bool of_alternative(const T& left, const T& right, std::index_sequence<I...>) const {
    return ((left.index() == I && (*this)(*std::get_if<I>(&left), *std::get_if<I>(&right))) || ...);
  }
};

/// Writes `count` values to `file` and counts those that do not come back equal, with the same bytes.
template <class T>
int round_trips(const char* name, int count, RandomValues& random, std::ofstream& file) {
  int failures = 0;
  for (int i = 0; i < count; ++i) {
    const T value = random.one<T>();
    const auto bytes = tagcache::encode(value);
    const auto back = bytes ? tagcache::decode<T>(*bytes) : std::optional<T>();
    const bool same = back && Equality()(*back, value) && tagcache::encode(*back) == bytes;
    if (!same) {
      std::cerr << name << ": value " << i << " does not come back\n";
      ++failures;
    } else {
      file.write(reinterpret_cast<const char*>(bytes->data()), static_cast<std::streamsize>(bytes->size()));
    }
  }
  return failures;
}
