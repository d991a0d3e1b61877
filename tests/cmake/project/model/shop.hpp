#pragma once

#include "item.hpp"

namespace shop {

#if SHOP_WITH_PRICES
struct Price {
  std::uint32_t cents;
};
#endif

}  // namespace shop
