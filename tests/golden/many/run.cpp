#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <tagcache/testing/recording_store.hpp>
#include <vector>

#include "golden.hpp"
#include "many_cache.hpp"

using stock::Item;
using stock::ItemId;
using stock::Shelf;
using tagcache::Loaded;
using tagcache::Previous;
using tagcache::Status;
using tagcache::testing::FindMany;
using tagcache::testing::Invalidate;
using tagcache::testing::RecordingStore;

namespace {

constexpr ItemId pen{1};
constexpr ItemId ink{2};
constexpr ItemId nib{3};

struct Source : stock::StockSource {
  std::string get_box(int box) override { return std::to_string(box); }
  std::vector<std::string> get_boxes(std::span<const int> box) override {
    std::vector<std::string> boxes;
    for (const int each : box) boxes.push_back(get_box(each));
    return boxes;
  }
  std::optional<Item> get_item(ItemId item) override { return get_items(std::span(&item, 1)).front(); }
  std::vector<std::optional<Item>> get_items(std::span<const ItemId> item) override {
    asked.emplace_back(item.begin(), item.end());
    std::vector<std::optional<Item>> items;
    for (const ItemId each : item) {
      items.push_back(each == nib ? std::nullopt
                                  : std::optional(Item{"item " + std::to_string(static_cast<int>(each))}));
    }
    return items;
  }
  stock::Stamp stamp_of(ItemId item) override { return {static_cast<int>(item)}; }
  std::vector<stock::Stamp> stamps_of(std::span<const ItemId> item) override {
    std::vector<stock::Stamp> stamps;
    for (const ItemId each : item) stamps.push_back(stamp_of(each));
    return stamps;
  }
  int price_of(const std::string&, ItemId item, bool) override { return static_cast<int>(item); }
  std::vector<int> prices_of(const std::string& currency, std::span<const ItemId> item, bool rounded) override {
    asked.emplace_back(item.begin(), item.end());
    std::vector<int> prices;
    for (const ItemId each : item) {
      prices.push_back(static_cast<int>(each) * (currency == "EUR" ? 10 : 1) + (rounded ? 0 : 1));
    }
    return prices;
  }
  Loaded<Shelf> get_shelf(const std::string&, const Previous<Shelf>&) override { return Shelf{}; }
  std::vector<Loaded<Shelf>> get_shelves(std::span<const std::string> shelf,
                                         std::span<const Previous<Shelf>> previous) override {
    std::vector<Loaded<Shelf>> shelves;
    for (std::size_t i = 0; i < shelf.size(); ++i) {
      if (previous[i].entry()) {
        shelves.emplace_back(tagcache::unchanged);
      } else {
        shelves.push_back(Shelf{{pen}, shelf[i] != "new"});
      }
    }
    return shelves;
  }
  bool is_there(ItemId, int, const std::string&) override { return true; }
  std::vector<bool> are_there(std::span<const ItemId> tags, int, const std::string&) override {
    return std::vector<bool>(tags.size(), true);
  }

  std::vector<std::vector<ItemId>> asked;
};

struct StockWorld : StillWorld {
  std::shared_ptr<RecordingStore> store = std::make_shared<RecordingStore>(tagcache::memory());
  Source source;
  stock::StockCache cache{source, store, options<stock::StockCache>()};
};

}  // namespace

TEST_CASE("several values are one call of the store, and one of the source for what is missing") {
  StockWorld world;
  CHECK(world.cache.get_item(pen).value()->name == "item 1");
  world.source.asked.clear();
  const auto items = world.cache.get_items(std::vector{ink, pen, nib, ink});
  REQUIRE(items.size() == 4);
  CHECK(items[0].value()->name == "item 2");
  CHECK(items[1].status() == Status::hit);
  CHECK(items[2].value() == std::nullopt);
  CHECK(items[3].value()->name == "item 2");
  CHECK(world.source.asked == std::vector<std::vector<ItemId>>{{ink, nib}});
  CHECK(world.store->calls<FindMany>().size() == 1);
  CHECK(world.cache.get_item(nib).status() == Status::hit);
  CHECK(world.cache.get_items({}).empty());
  CHECK(world.cache.stats().queries[0].query == "get_item");
  CHECK(world.cache.stats().queries[0].loads() == 3);
}

TEST_CASE("an invalidation of several tags is one step, and reaches what was read together") {
  StockWorld world;
  const std::array both{pen, ink};
  static_cast<void>(world.cache.get_items(both));
  world.cache.invalidate({world.cache.tags.items(pen), world.cache.tags.items(ink)});
  CHECK(world.store->calls<Invalidate>().size() == 1);
  CHECK(world.cache.get_items(both)[1].status() == Status::reloaded);
  world.cache.invalidate(world.cache.tags.items(ink));
  CHECK(world.cache.get_items(both)[0].status() == Status::hit);
  CHECK(world.source.asked.back() == std::vector{ink});
}

TEST_CASE("the other arguments are the same for all values") {
  StockWorld world;
  const std::array both{pen, ink};
  const auto prices = world.cache.prices_of("EUR", both, true);
  CHECK(*prices[0] == 10);
  CHECK(*prices[1] == 20);
  CHECK(*world.cache.prices_of("USD", both, true)[1] == 2);
  CHECK(*world.cache.prices_of("EUR", both, false)[1] == 21);
  CHECK(*world.cache.price_of("EUR", ink, true) == 20);
  CHECK(world.source.asked.size() == 3);

  // Also in the background, when the caller's arguments are gone.
  world.clock->advance(std::chrono::seconds(31));
  static_cast<void>(world.cache.prices_of(std::string("EUR"), std::vector{ink, pen}, true));
  CHECK(world.executor->run_all() == 1);
  CHECK(world.source.asked.back() == std::vector{ink, pen});
  CHECK(world.cache.prices_of("EUR", both, true)[1].status() == Status::hit);
  CHECK(*world.cache.prices_of("EUR", both, true)[1] == 20);
}

TEST_CASE("several values take in front of the arguments what holds for one call") {
  StockWorld world;
  const std::array both{pen, ink};
  static_cast<void>(world.cache.prices_of("EUR", both, true));

  const auto present = world.cache.prices_of(tagcache::if_present, "EUR", std::array{nib, ink}, true);
  REQUIRE(present.size() == 2);
  CHECK_FALSE(present[0]);
  CHECK(**present[1] == 20);
  CHECK(world.source.asked.size() == 1);

  const auto forced = world.cache.prices_of(tagcache::force_refresh, "EUR", both, true);
  CHECK(forced[1].status() == Status::reloaded);
  CHECK(world.source.asked.size() == 2);

  using std::chrono::seconds;
  static_cast<void>(world.cache.prices_of({tagcache::force_refresh, {.ttl = seconds(1)}}, "EUR", both, true));
  world.clock->advance(seconds(1));
  CHECK(world.cache.prices_of(tagcache::if_present, "EUR", both, true)[0]->status() == Status::stale);
  const tagcache::QueryOptions graceless{.grace = seconds(0)};
  CHECK(world.cache.prices_of(graceless, "EUR", std::array{pen}, true)[0].status() == Status::reloaded);

  std::vector<int> told;
  static_cast<void>(
      world.cache.prices_of(tagcache::PerCall().on_refreshed<int>([&](const tagcache::Refreshed<int>& refreshed) {
        told.push_back(refreshed.after.value());
      }),
                            "EUR", both, true));
  CHECK(world.executor->run_all() == 1);
  CHECK(told == std::vector{20});
  CHECK_THROWS_AS(world.cache.stamps_of(tagcache::QueryOptions{.verify = 1}, both), std::invalid_argument);
  CHECK(world.cache.stats().queries[1].query == "price_of");
  CHECK(world.cache.stats().queries[1].misses(tagcache::MissCause::forced) == 4);
}

TEST_CASE("several values bring tags, say that they still hold, and are kept by their condition") {
  StockWorld world;
  const std::vector<std::string> names{"old", "new"};
  const auto first = world.cache.get_shelves(names);
  CHECK(world.cache.get_shelf("old").status() == Status::hit);
  CHECK(world.cache.get_shelves(names)[1].status() == Status::miss);
  world.cache.invalidate(world.cache.tags.items(pen));
  const auto again = world.cache.get_shelves(names);
  CHECK(again[0].status() == Status::reloaded);
  CHECK(&*again[0] == &*first[0]);
  world.cache.invalidate(world.cache.tags.items(pen));
  CHECK(world.cache.get_shelves(names)[0].status() == Status::reloaded);
}

TEST_CASE("arguments may be called like what generated code needs, and a resource may have it too") {
  StockWorld world;
  CHECK(*world.cache.are_there(std::array{pen}, 1, "x")[0]);
  CHECK(world.cache.is_there(pen, 1, "x").status() == Status::hit);
  CHECK(*world.cache.get_boxes(std::array{1, 2})[1] == "2");
  CHECK(world.cache.get_box(2).status() == Status::hit);
}

TEST_CASE("several values of a type that cannot be assigned to are read like others") {
  StillWorld world;
  Source source;
  stock::StockCache cache(source, world.options<stock::StockCache>());
  const std::array<ItemId, 2> both{pen, ink};
  const auto stamps = cache.stamps_of(both);
  REQUIRE(stamps.size() == 2);
  CHECK(stamps[0]->number == 1);
  CHECK(stamps[1]->number == 2);
  CHECK(cache.stamp_of(ink).status() == Status::hit);
}
