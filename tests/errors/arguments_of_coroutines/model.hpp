#pragma once

#include <map>
#include <memory>
#include <vector>

namespace shop {

struct Pinned {
  Pinned() = default;
  Pinned(const Pinned&) = default;
  Pinned(Pinned&&) = delete;
};

struct Draft {
  std::vector<std::unique_ptr<int>> pages;
};

}  // namespace shop
