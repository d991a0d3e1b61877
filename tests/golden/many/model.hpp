#pragma once

#include <string>
#include <vector>

namespace stock {

enum class ItemId : int {};

struct Item {
  std::string name;
};

struct Stamp {
  const int number;
};

struct Shelf {
  std::vector<ItemId> items;
  bool counted = true;
};

}  // namespace stock
