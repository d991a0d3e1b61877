#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace shop {

enum class Region : std::uint8_t { north = 1, south = 2 };

struct Uuid {
  std::array<std::uint8_t, 16> bytes;
};

/// Parts of several kinds, one of them a struct itself.
struct OrderKey {
  Region region;
  struct Number {
    std::uint32_t year;
    std::uint32_t serial;
  } number;
  std::string suffix;
};

/// A class as many libraries write ids: it can be copied like bytes, but the compiler may not compute with it.
struct Customer {
  explicit Customer(std::uint64_t number) : value(number) {}
  std::uint64_t value;
};

struct Digest {
  std::byte bytes[4];
};

struct Point {
  std::int32_t x;
  std::int32_t y;
};

/// Structs inside of an array inside of a struct.
struct Area {
  std::string name;
  std::array<Point, 2> corners;
};

}  // namespace shop
