#include <cstdio>

#include "shop_cache.hpp"

namespace {

struct Source : shop::ShopSource {
  std::string get_config() override { return SHOP_NAME; }
  shop::Price get_price(shop::ItemId item) override { return {item.value * 10}; }
};

}  // namespace

int main() {
  Source source;
  shop::ShopCache cache(source);
  std::printf("%s %u\n", cache.get_config()->c_str(), cache.get_price({4})->cents);
  return cache.get_price({4})->cents == 40 ? 0 : 1;
}
