#pragma once

#include <string>
#include <vector>

namespace shared {

enum class Colour { red, green };

struct Item {
  std::string name;
  Colour colour = Colour::red;
  std::vector<Item> parts;
};

template <class T>
struct Page {
  std::vector<T> items;
};

}  // namespace shared
