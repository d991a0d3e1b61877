#pragma once

namespace shop {

struct ItemId {
  std::uint32_t value;
};

}  // namespace shop
