#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shop {

enum class Order : std::uint8_t { newest, cheapest };

struct Range {
  std::optional<std::uint32_t> lowest;
  std::optional<std::uint32_t> highest;
};

struct Attribute {
  std::string name;
  std::vector<std::string> values;
};

/// Holds other structs, by itself and in a vector.
struct Filter {
  std::string text;
  Range price;
  std::vector<Attribute> attributes;
};

struct Point {
  std::int32_t x;
  std::int32_t y;
};

}  // namespace shop
