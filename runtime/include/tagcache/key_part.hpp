#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <tagcache/hash.hpp>
#include <type_traits>

/// What a key is made of: integers, bool, enumerations, texts, and arrays of integers or bytes. Structs are taken apart
/// by the generated code. One set of functions for hashing, keeping and printing a part.
namespace tagcache::detail {

template <class T>
concept TextPart = std::same_as<T, std::string_view>;
template <class T>
concept NumberPart = std::integral<T> || std::is_enum_v<T>;

template <NumberPart T>
[[nodiscard]] constexpr auto number(T part) noexcept {
  if constexpr (std::is_enum_v<T>) {
    return static_cast<std::underlying_type_t<T>>(part);
  } else {
    return part;
  }
}

// --- as a part: what a key holds while it is looked up; texts are views

template <NumberPart T>
[[nodiscard]] constexpr T as_part(const T& value) noexcept {
  return value;
}
[[nodiscard]] constexpr std::string_view as_part(std::string_view text) noexcept { return text; }
template <std::size_t N>
[[nodiscard]] constexpr std::string_view as_part(const char (&text)[N]) noexcept {
  return {text, static_cast<std::size_t>(std::find(text, text + N, '\0') - text)};  // it may lack its terminator
}
template <NumberPart T, std::size_t N>
[[nodiscard]] constexpr std::array<T, N> as_part(const std::array<T, N>& array) noexcept {
  return array;
}
template <NumberPart T, std::size_t N>
  requires(!std::same_as<T, char>)
[[nodiscard]] constexpr std::array<T, N> as_part(const T (&array)[N]) noexcept {
  return std::to_array(array);
}

// --- kept: what owns a part

template <class Part>
using Kept = std::conditional_t<TextPart<Part>, std::string, Part>;

// --- hash

template <NumberPart T>
[[nodiscard]] constexpr std::uint64_t hash_part(T part, std::uint64_t seed) noexcept {
  return mix(seed, static_cast<std::uint64_t>(number(part)));
}
[[nodiscard]] inline std::uint64_t hash_part(std::string_view text, std::uint64_t seed) noexcept {
  return mix(seed, std::hash<std::string_view>{}(text));
}
template <class T, std::size_t N>
[[nodiscard]] constexpr std::uint64_t hash_part(const std::array<T, N>& array, std::uint64_t seed) noexcept {
  for (const T& element : array) seed = hash_part(element, seed);
  return seed;
}

// --- text: `42`, `true`, `"quoted \"text\""`, `[1,2]`; different parts of one type never print alike

void write_part(std::string& out, std::string_view text);
void write_part(std::string& out, bool value);
void write_signed(std::string& out, std::int64_t value);
void write_unsigned(std::string& out, std::uint64_t value);

template <NumberPart T>
  requires(!std::same_as<T, bool>)
void write_part(std::string& out, T part) {
  if constexpr (std::is_signed_v<decltype(number(part))>) {
    write_signed(out, static_cast<std::int64_t>(number(part)));
  } else {
    write_unsigned(out, static_cast<std::uint64_t>(number(part)));
  }
}
template <class T, std::size_t N>
void write_part(std::string& out, const std::array<T, N>& array) {
  out.push_back('[');
  for (std::size_t i = 0; i < N; ++i) {
    if (i > 0) out.push_back(',');
    write_part(out, array[i]);
  }
  out.push_back(']');
}

}  // namespace tagcache::detail
