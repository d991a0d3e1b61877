#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace stock {

enum class Warehouse : std::uint8_t { north = 1, south = 2 };

struct ItemId {
  std::array<std::uint8_t, 4> bytes;
};

/// A struct in a struct, and a text.
struct ShelfKey {
  struct Row {
    std::uint16_t hall;
    std::uint16_t row;
  } row;
  std::string side;
};

/// It has a constructor, so it is no aggregate.
struct Badge {
  explicit Badge(std::uint64_t number) : value(number) {}
  std::uint64_t value;
};

/// What no bytes can say: who else holds the pointer.
struct Item {
  std::string name;
  std::weak_ptr<int> watched;
};

}  // namespace stock
