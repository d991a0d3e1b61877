#include "catch.hpp"
#include "shop_cache.hpp"
#include "tagcache/testing/faulty_store.hpp"
#include "tagcache/testing/manual_clock.hpp"
#include "tagcache/testing/manual_executor.hpp"
#include "tagcache/testing/recording_store.hpp"

using shop::CustomerId;
using shop::Region;
using tagcache::Status;
using tagcache::testing::FaultyStore;
using tagcache::testing::Invalidate;
using tagcache::testing::RecordingStore;
using tagcache::testing::StoreFunction;

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

  CHECK(*cache.place_order(CustomerId{1}, "pen", Region::north, 3) == 0);
  CHECK(cache.list_orders(CustomerId{1}, 0, true)->size() == 1);
  CHECK(cache.in_stock(Region::north, "pen").value() == 7);
  CHECK(cache.stock_totals()->at(Region::north) == 7);
  CHECK(cache.get_order(CustomerId{1}, 0)->amount == 3);
  CHECK(cache.transferable(CustomerId{1}, CustomerId{2}).status() == Status::hit);

  cache.invalidate(cache.tags.customers(CustomerId{2}));
  CHECK(cache.transferable(CustomerId{1}, CustomerId{2}).status() == Status::reloaded);
}

TEST_CASE("what is expired is served once more, what is invalidated is not") {
  const auto executor = std::make_shared<tagcache::testing::ManualExecutor>();
  Shop shop;
  shop::caching::ShopCache cache(shop, {.executor = executor});
  const auto statuses = [&] {
    const auto read = std::pair(cache.in_stock(Region::north, "pen").status(), cache.stock_totals().status());
    executor->run_all();
    return read;
  };
  CHECK(statuses() == std::pair(Status::miss, Status::miss));
  cache.expire(cache.tags.stock(Region::south));
  CHECK(statuses() == std::pair(Status::hit, Status::hit));
  cache.expire(cache.tags.stock(Region::north));
  CHECK(statuses() == std::pair(Status::stale, Status::hit));
  cache.expire(cache.tags.stock(Region::north));
  cache.invalidate({cache.tags.stock.totals, tagcache::softly(cache.tags.stock(Region::north))});
  CHECK(statuses() == std::pair(Status::stale, Status::reloaded));
}

TEST_CASE("one call may read in its own way") {
  using namespace std::chrono_literals;
  Shop shop;
  const auto clock = std::make_shared<tagcache::testing::ManualClock>();
  shop::caching::ShopCache cache(shop, {.clock = clock});
  std::vector<std::optional<int>> shown;
  const auto show = [&](std::optional<int> value) { shown.push_back(value); };
  CHECK_FALSE(cache.in_stock(tagcache::if_present, Region::north, "pen"));
  const auto quick = cache.in_stock(tagcache::QueryOptions{.ttl = 1s, .verify = 0}, Region::north, "pen");
  const auto now = cache.in_stock(tagcache::force_refresh, Region::north, "pen");
  const auto both = cache.in_stock({tagcache::force_refresh, {.ttl = 1s}}, Region::north, "pen");
  if (const auto known = cache.in_stock(tagcache::if_present, Region::north, "pen")) show(**known);
  CHECK(quick.status() == Status::miss);
  CHECK(now.status() == Status::reloaded);
  CHECK(both.status() == Status::reloaded);
  CHECK(shown == std::vector<std::optional<int>>{10});
  clock->advance(1s);
  CHECK(cache.in_stock(Region::north, "pen").status() != Status::hit);
}

TEST_CASE("a call is told of the refresh that it starts") {
  using namespace std::chrono_literals;
  Shop shop;
  const auto clock = std::make_shared<tagcache::testing::ManualClock>();
  const auto executor = std::make_shared<tagcache::testing::ManualExecutor>();
  shop::caching::ShopCache cache(shop, {.clock = clock, .executor = executor});
  std::vector<std::pair<int, int>> shown;
  const auto show = [&](int before, int after) { shown.emplace_back(before, after); };
  int weighed = 0;
  const auto weigh = [&] { return ++weighed; };
  const auto told = [&](const tagcache::Refreshed<int>& refreshed) {
    if (refreshed.changed) show(refreshed.before.value(), refreshed.after.value());
  };
  const auto weight = cache.primitives().query<int>("weight", {}, weigh, {.ttl = 1s, .grace = 1h}, told);
  CHECK(*weight == 1);
  clock->advance(1s);
  static_cast<void>(cache.primitives().query<int>("weight", {}, weigh, {.ttl = 1s, .grace = 1h}, told));
  CHECK(executor->run_all() == 1);
  CHECK(shown == std::vector{std::pair(1, 2)});
}

TEST_CASE("several keys by hand are one call of the loader") {
  Shop shop;
  shop::caching::ShopCache cache(shop);
  std::vector<std::size_t> asked;
  const auto weights_of = [&](std::span<const std::string> missing) {
    asked.push_back(missing.size());
    return std::vector<std::optional<int>>(missing.size(), 7);
  };
  const auto read = [&](const std::vector<std::string>& parcels) {
    const auto tags_of = [](std::string_view parcel) { return tagcache::TagSet{tagcache::Tag("parcels", parcel)}; };
    const auto weights = cache.primitives().query_many<std::optional<int>>(
        parcels, tags_of, [&](std::span<const std::string> missing) { return weights_of(missing); });
    return weights.size();
  };
  CHECK(read({"p1", "p2"}) == 2);
  CHECK(read({"p3", "p2", "p1"}) == 3);
  CHECK(asked == std::vector<std::size_t>{2, 1});
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

TEST_CASE("a test sees what a cache asks of its store") {
  Shop shop;
  const auto store = std::make_shared<RecordingStore>(tagcache::memory());
  shop::caching::ShopCache cache(shop, store);
  cache.place_order(CustomerId{1}, "pen", Region::north, 3);
  CHECK(store->calls<Invalidate>().size() == 1);  // three tags, one step
  CHECK(store->calls<Invalidate>().front().invalidations.size() == 3);
}

TEST_CASE("a test makes a store fail") {
  const auto clock = std::make_shared<tagcache::testing::ManualClock>();
  Shop shop;
  const auto store = std::make_shared<FaultyStore>(tagcache::memory(), clock);
  shop::caching::ShopCache cache(shop, store, {.clock = clock});
  store->inject(StoreFunction::find, {.error = true}, 3);
  CHECK(cache.in_stock(Region::north, "pen").value() == 10);  // loaded: a read never fails because of its store
  store->inject(StoreFunction::invalidate, {.error = true});
  CHECK_THROWS_AS(cache.invalidate(cache.tags.stock), tagcache::StoreError);  // who writes is told
  store->heal();
  CHECK_NOTHROW(cache.invalidate(cache.tags.stock));
}

TEST_CASE("a mutation tells whether the store has heard of it") {
  Shop shop;
  const auto store = std::make_shared<FaultyStore>(tagcache::memory());
  shop::caching::ShopCache cache(shop, store);
  std::string logged;
  const auto log = [&logged](const char* text) { logged = text; };
  const auto sell = [&](CustomerId customer, const std::string& sku, Region region) {
    const auto order = cache.place_order(customer, sku, region, 2);
    if (!order.delivered()) log("other nodes may show the old stock for a while");
    return *order;
  };
  CHECK(sell(CustomerId{1}, "pen", Region::north) == 0);
  CHECK(logged.empty());
  store->inject(StoreFunction::invalidate, {.error = true});
  CHECK(sell(CustomerId{1}, "pen", Region::north) == 1);
  CHECK_FALSE(logged.empty());
}
