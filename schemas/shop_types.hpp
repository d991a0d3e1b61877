#pragma once

#include <cstdint>
#include <string>

namespace shop {

struct CustomerId {
  std::uint64_t value;
};

enum class Region { north, south };

struct Order {
  std::uint64_t number;
  std::string sku;
  int amount;
};

}  // namespace shop
