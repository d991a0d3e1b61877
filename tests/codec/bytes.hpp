#pragma once

#include <string>
#include <tagcache/codec/record.hpp>
#include <tagcache/codec/standard.hpp>

#include "catch.hpp"

/// Bytes as people write them: `82 A1 61`.
[[nodiscard]] inline std::string hex(std::span<const std::byte> bytes) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const std::byte byte : bytes) {
    if (!text.empty()) text.push_back(' ');
    text.push_back(digits[std::to_integer<std::size_t>(byte >> 4U)]);
    text.push_back(digits[std::to_integer<std::size_t>(byte & std::byte{0x0F})]);
  }
  return text;
}

/// The bytes that `hex` wrote.
[[nodiscard]] inline tagcache::Bytes bytes_of(std::string_view hex) {
  tagcache::Bytes bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 3) {
    bytes.push_back(static_cast<std::byte>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16)));
  }
  return bytes;
}

template <class T>
[[nodiscard]] std::string encoded(const T& value) {
  const auto bytes = tagcache::encode(value);
  return bytes ? hex(*bytes) : "not encoded";
}

template <class T>
[[nodiscard]] std::optional<T> decoded(std::string_view hex) {
  return tagcache::decode<T>(bytes_of(hex));
}

/// Why the bytes are not a T; empty when they are.
template <class T>
[[nodiscard]] std::string trouble(std::string_view hex) {
  const tagcache::Bytes bytes = bytes_of(hex);
  tagcache::Unpacker unpacker(bytes);
  T value{};
  const bool read = unpacker.read(value);
  CHECK(read == unpacker.ok());
  if (read && unpacker.left() > 0) return "bytes are left";
  return std::string(unpacker.failure());
}
