#include "catch.hpp"
#include "shop_cache.hpp"
#include "tagcache/testing/manual_clock.hpp"
#include "tagcache/testing/manual_executor.hpp"

using shop::CustomerId;
using shop::Region;
using tagcache::Status;

namespace {

/// One shelf and one list of orders.
class Shop final : public shop::caching::ShopSource {
 public:
  shop::Order get_order(CustomerId, std::uint64_t order) override { return orders_.at(order); }
  std::vector<shop::Order> list_orders(CustomerId, int, bool) override { return orders_; }
  bool transferable(CustomerId from, CustomerId to) override { return from.value != to.value; }
  std::optional<int> in_stock(Region, const std::string&) override { return stock_; }
  std::map<Region, int> stock_totals() override { return {{Region::north, stock_}}; }
  std::uint64_t place_order(CustomerId, const std::string& sku, Region, int amount) override {
    stock_ -= amount;
    orders_.push_back({orders_.size(), sku, amount});
    return orders_.size() - 1;
  }

 private:
  int stock_ = 10;
  std::vector<shop::Order> orders_;
};

}  // namespace

TEST_CASE("the schema of the reference page does what the page says") {
  Shop shop;
  shop::caching::ShopCache cache(shop);
  CHECK(cache.list_orders(CustomerId{1}, 0, true)->empty());
  CHECK(cache.in_stock(Region::north, "pen").value() == 10);
  CHECK(cache.stock_totals()->at(Region::north) == 10);
  CHECK(cache.transferable(CustomerId{1}, CustomerId{2}).value());

  CHECK(cache.place_order(CustomerId{1}, "pen", Region::north, 3) == 0);
  CHECK(cache.list_orders(CustomerId{1}, 0, true)->size() == 1);
  CHECK(cache.in_stock(Region::north, "pen").value() == 7);
  CHECK(cache.stock_totals()->at(Region::north) == 7);
  CHECK(cache.get_order(CustomerId{1}, 0)->amount == 3);
  CHECK(cache.transferable(CustomerId{1}, CustomerId{2}).status() == Status::hit);

  cache.invalidate(cache.tags.customers(CustomerId{2}));
  CHECK(cache.transferable(CustomerId{1}, CustomerId{2}).status() == Status::reloaded);
}

TEST_CASE("a test moves the time of a generated cache", "[S-041]") {
  const auto clock = std::make_shared<tagcache::testing::ManualClock>();
  const auto executor = std::make_shared<tagcache::testing::ManualExecutor>();
  Shop shop;
  shop::caching::ShopCache cache(shop, tagcache::memory({.max_entries = 1'000}),
                                 {.clock = clock, .executor = executor});
  CHECK(cache.in_stock(Region::north, "pen").status() == Status::miss);
  clock->advance(std::chrono::seconds(31));
  CHECK(cache.in_stock(Region::north, "pen").status() == Status::stale);
  CHECK(executor->run_all() == 1);
  CHECK(cache.in_stock(Region::north, "pen").status() == Status::hit);
}
