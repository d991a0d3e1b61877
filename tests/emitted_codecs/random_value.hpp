#pragma once

#include <chrono>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tagcache/codec/standard.hpp>
#include <type_traits>
#include <unordered_map>

/// Fills values of standard types at random, edges of numbers included. Structs bring a `fill` of their own.
using Random = std::mt19937_64;

inline std::size_t up_to(std::size_t most, Random& random) { return random() % (most + 1); }

inline unsigned& depth() {
  static unsigned now = 0;
  return now;
}

/// Fewer elements, the deeper a value lies in others.
inline std::size_t random_size(Random& random) { return depth() > 3 ? 0 : up_to(3 - depth() / 2, random); }

struct Deeper {
  Deeper() { ++depth(); }
  ~Deeper() { --depth(); }
};

template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
void fill(T& value, Random& random) {
  if constexpr (std::is_enum_v<T>) {
    std::underlying_type_t<T> number{};
    fill(number, random);
    value = static_cast<T>(number);
  } else if constexpr (std::is_same_v<T, bool>) {
    value = random() % 2 == 1;
  } else if constexpr (std::is_floating_point_v<T>) {
    value = static_cast<T>(static_cast<double>(random() % 2000) / 7 - 100);
  } else {
    const std::size_t edge = up_to(4, random);
    if (edge == 0) value = std::numeric_limits<T>::min();
    if (edge == 1) value = std::numeric_limits<T>::max();
    if (edge == 2) value = static_cast<T>(random() % 100);
    if (edge > 2) value = static_cast<T>(random());
  }
}

inline void fill(std::string& text, Random& random) {
  text.resize(up_to(40, random));
  for (char& letter : text) letter = static_cast<char>(random());
}

template <class Number, class Period>
void fill(std::chrono::duration<Number, Period>& duration, Random& random) {
  duration = std::chrono::duration<Number, Period>(static_cast<Number>(random() % 1'000'000'000));
}
template <class Clock, class Duration>
void fill(std::chrono::time_point<Clock, Duration>& instant, Random& random) {
  Duration since{};
  fill(since, random);
  instant = std::chrono::time_point<Clock, Duration>(since);
}

inline void fill(std::monostate&, Random&) {}

// Declared before their definitions, so that each may hold all others.
template <class T>
void fill(std::vector<T>& elements, Random& random);
template <class T, std::size_t N>
void fill(std::array<T, N>& elements, Random& random);
template <class T>
void fill(std::optional<T>& optional, Random& random);
template <class T>
void fill(std::set<T>& elements, Random& random);
template <class K, class V>
void fill(std::map<K, V>& pairs, Random& random);
template <class K, class V>
void fill(std::unordered_map<K, V>& pairs, Random& random);
template <class... T>
void fill(std::tuple<T...>& tuple, Random& random);
template <class... T>
void fill(std::variant<T...>& variant, Random& random);

template <class T>
T random_one(Random& random) {
  T value{};
  const Deeper deeper;
  fill(value, random);  // structs have theirs beside them, where their arguments lead to it
  return value;
}

template <class T>
void fill(std::vector<T>& elements, Random& random) {
  for (std::size_t left = random_size(random); left > 0; --left) elements.push_back(random_one<T>(random));
}
template <class T, std::size_t N>
void fill(std::array<T, N>& elements, Random& random) {
  for (T& element : elements) element = random_one<T>(random);
}
template <class T>
void fill(std::optional<T>& optional, Random& random) {
  if (random_size(random) > 0) optional = random_one<T>(random);
}
template <class T>
void fill(std::set<T>& elements, Random& random) {
  for (std::size_t left = random_size(random); left > 0; --left) elements.insert(random_one<T>(random));
}
template <class K, class V>
void fill(std::map<K, V>& pairs, Random& random) {
  for (std::size_t left = random_size(random); left > 0; --left)
    pairs.emplace(random_one<K>(random), random_one<V>(random));
}
template <class K, class V>
void fill(std::unordered_map<K, V>& pairs, Random& random) {
  for (std::size_t left = random_size(random); left > 0; --left)
    pairs.emplace(random_one<K>(random), random_one<V>(random));
}
template <class... T>
void fill(std::tuple<T...>& tuple, Random& random) {
  std::apply([&](T&... part) { ((part = random_one<T>(random)), ...); }, tuple);
}
template <class... T>
void fill(std::variant<T...>& variant, Random& random) {
  const std::size_t wanted = up_to(sizeof...(T) - 1, random);
  const auto set = [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((I == wanted ? static_cast<void>(variant.template emplace<I>(
                        random_one<std::variant_alternative_t<I, std::variant<T...>>>(random)))
                  : void()),
     ...);
  };
  set(std::index_sequence_for<T...>());
}

/// For callers whose own `fill` hides these.
template <class T>
void fill_any(T& value, Random& random) {
  fill(value, random);
}

/// Writes `count` values to `file` and counts those that do not come back equal, with the same bytes.
template <class T>
int round_trips(const char* name, int count, Random& random, std::ofstream& file) {
  int failures = 0;
  for (int i = 0; i < count; ++i) {
    const T value = random_one<T>(random);
    const auto bytes = tagcache::encode(value);
    const auto back = bytes ? tagcache::decode<T>(*bytes) : std::optional<T>();
    const bool same = back && *back == value && tagcache::encode(*back) == bytes;
    if (!same) {
      std::cerr << name << ": value " << i << " does not come back\n";
      ++failures;
    } else {
      file.write(reinterpret_cast<const char*>(bytes->data()), static_cast<std::streamsize>(bytes->size()));
    }
  }
  return failures;
}
