#pragma once

#include <cstdint>
#include <tagcache/key_part.hpp>

/// What is done with parts (see key_part.hpp): hashing them, and keeping what they are views of.
namespace tagcache::detail {

template <NumberPart T>
[[nodiscard]] constexpr auto number(T part) noexcept {
  if constexpr (std::is_enum_v<T>) {
    return static_cast<std::underlying_type_t<T>>(part);
  } else if constexpr (std::same_as<T, char>) {
    return static_cast<unsigned char>(part);  // with a sign on some machines only
  } else {
    return part;
  }
}

// --- the hash finds a place, no more; all parts of lists, optionals and tuples go into it

template <NumberPart T>
[[nodiscard]] constexpr std::uint64_t hash_part(T part, std::uint64_t seed) noexcept {
  return mix(seed, static_cast<std::uint64_t>(number(part)));
}
[[nodiscard]] inline std::uint64_t hash_part(std::string_view text, std::uint64_t seed) noexcept {
  return mix(seed, std::hash<std::string_view>{}(text));
}
template <class Part, std::size_t N>
[[nodiscard]] constexpr std::uint64_t hash_part(const std::array<Part, N>& array, std::uint64_t seed) noexcept;
template <class List>
[[nodiscard]] constexpr std::uint64_t hash_part(ListPart<List> part, std::uint64_t seed) noexcept;
template <class Part>
[[nodiscard]] constexpr std::uint64_t hash_part(const std::optional<Part>& part, std::uint64_t seed) noexcept;

template <class... Parts>
[[nodiscard]] constexpr std::uint64_t hash_part(const std::tuple<Parts...>& tuple, std::uint64_t seed) noexcept {
  std::apply([&](const Parts&... part) { ((seed = hash_part(part, seed)), ...); }, tuple);
  return seed;
}
template <class Part, std::size_t N>
constexpr std::uint64_t hash_part(const std::array<Part, N>& array, std::uint64_t seed) noexcept {
  for (const Part& element : array) seed = hash_part(element, seed);
  return seed;
}
template <class List>
constexpr std::uint64_t hash_part(ListPart<List> part, std::uint64_t seed) noexcept {
  seed = mix(seed, part.list->size());
  for (const auto& element : *part.list) seed = hash_part(PartOf<typename List::value_type>::of(element), seed);
  return seed;
}
template <class Part>
constexpr std::uint64_t hash_part(const std::optional<Part>& part, std::uint64_t seed) noexcept {
  seed = mix(seed, part ? 1U : 0U);
  return part ? hash_part(*part, seed) : seed;
}

// --- owned bytes: what a kept part allocates beside itself, as far as sizes tell

template <NumberPart T>
[[nodiscard]] constexpr std::size_t owned_bytes(T) noexcept {
  return 0;
}
[[nodiscard]] inline std::size_t owned_bytes(std::string_view text) noexcept {
  return text.size() > std::string().capacity() ? text.size() + 1 : 0;
}
template <class Part, std::size_t N>
[[nodiscard]] constexpr std::size_t owned_bytes(const std::array<Part, N>& array) noexcept;
template <class List>
[[nodiscard]] constexpr std::size_t owned_bytes(ListPart<List> part) noexcept;
template <class Part>
[[nodiscard]] constexpr std::size_t owned_bytes(const std::optional<Part>& part) noexcept;

template <class... Parts>
[[nodiscard]] constexpr std::size_t owned_bytes(const std::tuple<Parts...>& tuple) noexcept {
  return std::apply([](const Parts&... part) { return (std::size_t{0} + ... + owned_bytes(part)); }, tuple);
}
template <class Part, std::size_t N>
constexpr std::size_t owned_bytes(const std::array<Part, N>& array) noexcept {
  std::size_t bytes = 0;
  for (const Part& element : array) bytes += owned_bytes(element);
  return bytes;
}
template <class List>
constexpr std::size_t owned_bytes(ListPart<List> part) noexcept {
  using Element = typename List::value_type;
  std::size_t bytes = part.list->size() * sizeof(Element);
  for (const auto& element : *part.list) bytes += owned_bytes(PartOf<Element>::of(element));
  return bytes;
}
template <class Part>
constexpr std::size_t owned_bytes(const std::optional<Part>& part) noexcept {
  return part ? owned_bytes(*part) : 0;
}

// --- kept: owns what a part is a view of, and gives an equal part again by `as_part`

template <NumberPart T>
[[nodiscard]] constexpr T keep(T part) noexcept {
  return part;
}
[[nodiscard]] inline std::string keep(std::string_view text) { return std::string(text); }
template <class List>
[[nodiscard]] List keep(ListPart<List> part) {
  return *part.list;
}
template <class Part, std::size_t N>
[[nodiscard]] auto keep(const std::array<Part, N>& array);
template <class Part>
[[nodiscard]] auto keep(const std::optional<Part>& part);

template <class... Parts>
[[nodiscard]] auto keep(const std::tuple<Parts...>& tuple) {
  return std::apply([](const Parts&... part) { return std::make_tuple(keep(part)...); }, tuple);
}
template <class Part, std::size_t N>
auto keep(const std::array<Part, N>& array) {
  return std::apply([](const auto&... element) { return std::array{keep(element)...}; }, array);
}
template <class Part>
auto keep(const std::optional<Part>& part) {
  using Kept = decltype(keep(*part));
  return part ? std::optional<Kept>(std::in_place, keep(*part)) : std::nullopt;
}

}  // namespace tagcache::detail
