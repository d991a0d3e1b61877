#include "golden.hpp"
#include "memory_only_cache.hpp"

// Run twice: with the code that is emitted when headers are read, and with that when types are taken as declared.
using stock::Badge;
using stock::Item;
using stock::ItemId;
using stock::ShelfKey;
using stock::StockCache;
using stock::Warehouse;

namespace {

struct Source : stock::StockSource {
  Item get_item(Warehouse, ItemId) override { return {made(), {}}; }
  std::vector<Item> list_shelf(const ShelfKey&, int) override { return {{made(), {}}}; }
  std::string get_badge(Badge) override { return made(); }
  std::string count_items(Warehouse, std::optional<int>, const std::vector<int>&, const std::pair<int, int>&) override {
    return made();
  }
  void move_item(ItemId, Warehouse, const ShelfKey&) override { made(); }

  std::string made() { return std::to_string(++loads); }
  int loads = 0;
};

constexpr ItemId bolt{{1, 2, 3, 4}};
constexpr ItemId nut{{1, 2, 3, 5}};

}  // namespace

TEST_CASE("ids of all kinds are segments, the same whether the generator knows their members or the compiler does") {
  const auto& tags = StockCache::tags;
  CHECK(shape(tags.warehouses(Warehouse::south).items(bolt)) == "warehouses (2) items ([1,2,3,4])");
  CHECK(shape(tags.shelves({{7, 12}, "left"})) == "shelves (7,12,\"left\")");
  CHECK(shape(tags.badges(Badge(42))) == "badges (42)");
}

TEST_CASE("each member of an argument counts in the key") {
  StillWorld world;
  Source source;
  StockCache cache(source, world.options<StockCache>());
  CHECK(cache.get_item(Warehouse::north, bolt)->name == "1");
  CHECK(cache.get_item(Warehouse::north, nut)->name == "2");
  CHECK(cache.get_item(Warehouse::south, bolt)->name == "3");
  CHECK(cache.get_item(Warehouse::north, bolt)->name == "1");
  CHECK(cache.list_shelf({{1, 2}, "a"}, 0)->front().name == "4");
  CHECK(cache.list_shelf({{1, 2}, "b"}, 0)->front().name == "5");
  CHECK(cache.list_shelf({{2, 2}, "a"}, 0)->front().name == "6");
  CHECK(cache.list_shelf({{1, 2}, "a"}, 1)->front().name == "7");
  CHECK(cache.list_shelf({{1, 2}, "a"}, 0)->front().name == "4");
  CHECK(*cache.get_badge(Badge(1)) == "8");
  CHECK(*cache.get_badge(Badge(2)) == "9");
  CHECK(*cache.get_badge(Badge(1)) == "8");
}

TEST_CASE("what an argument holds counts in the key") {
  StillWorld world;
  Source source;
  StockCache cache(source, world.options<StockCache>());
  const auto count = [&](std::optional<int> after, const std::vector<int>& sizes, std::pair<int, int> between) {
    return *cache.count_items(Warehouse::north, after, sizes, between);
  };
  CHECK(count(std::nullopt, {1, 2}, {3, 4}) == "1");
  CHECK(count(0, {1, 2}, {3, 4}) == "2");
  CHECK(count(std::nullopt, {1}, {3, 4}) == "3");
  CHECK(count(std::nullopt, {1, 2}, {3, 5}) == "4");
  CHECK(count(std::nullopt, {1, 2}, {3, 4}) == "1");
}

TEST_CASE("a mutation reaches what carries its tags") {
  StillWorld world;
  Source source;
  StockCache cache(source, world.options<StockCache>());
  const ShelfKey shelf{{1, 2}, "a"};
  CHECK(cache.get_item(Warehouse::north, bolt)->name == "1");
  CHECK(cache.list_shelf(shelf, 0)->front().name == "2");
  cache.move_item(bolt, Warehouse::north, shelf);
  CHECK(cache.list_shelf(shelf, 0)->front().name != "2");
  CHECK(cache.get_item(Warehouse::north, bolt)->name != "1");
}
