#include "composite_ids_cache.hpp"
#include "golden.hpp"

using shop::Area;
using shop::Customer;
using shop::Digest;
using shop::OrderKey;
using shop::Point;
using shop::Region;
using shop::ShopCache;
using shop::Uuid;

namespace {

constexpr Uuid first{{1, 2, 3}};
constexpr Uuid second{{1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9}};

struct Source : shop::ShopSource {
  std::string get_item(Region, Uuid) override { return made(); }
  std::string get_order(const OrderKey&) override { return made(); }
  std::string list_orders(Customer, bool) override { return made(); }
  std::string get_blob(Digest, std::array<std::uint8_t, 4>) override { return made(); }
  std::string list_shops(const std::pair<Point, Point>&, const Area&) override { return made(); }

  std::string made() { return std::to_string(++loads); }
  int loads = 0;
};

}  // namespace

TEST_CASE("different parts give different segments", "[S-019][SX-09]") {
  const auto& tags = ShopCache::tags;
  CHECK(shape(tags.regions(Region::south)) == "regions (2)");
  CHECK(tags.regions(Region::north).items(first).path() == tags.regions(Region::north).items(first).path());
  CHECK(tags.regions(Region::north).items(first).path() != tags.regions(Region::north).items(second).path());
  CHECK(tags.orders({Region::north, {12, 3}, "4"}).path() != tags.orders({Region::north, {1, 23}, "4"}).path());
  CHECK(tags.orders({Region::north, {1, 2}, ""}).path() != tags.orders({Region::south, {1, 2}, ""}).path());
  CHECK(tags.orders({Region::north, {1, 2}, "a,b"}).path() != tags.orders({Region::north, {1, 2}, "a"}).path());
}

TEST_CASE("structs, enumerations and arrays are keys", "[S-051][SX-09]") {
  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  CHECK(*cache.get_item(Region::north, first) == "1");
  CHECK(*cache.get_item(Region::north, second) == "2");
  CHECK(*cache.get_item(Region::south, first) == "3");
  CHECK(*cache.get_item(Region::north, first) == "1");

  CHECK(*cache.get_order({Region::north, {12, 3}, "x"}) == "4");
  CHECK(*cache.get_order({Region::north, {1, 23}, "x"}) == "5");
  CHECK(*cache.get_order({Region::north, {12, 3}, "y"}) == "6");
  CHECK(*cache.get_order({Region::north, {12, 3}, "x"}) == "4");

  CHECK(*cache.list_orders(Customer(1), true) == "7");
  CHECK(*cache.list_orders(Customer(1), false) == "8");
  CHECK(*cache.get_blob({{std::byte(1)}}, {1, 2, 3, 4}) == "9");
  CHECK(*cache.get_blob({{std::byte(1)}}, {1, 2, 3, 5}) == "10");
}

TEST_CASE("an invalidation reaches exactly its struct", "[S-060]") {
  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  CHECK(*cache.get_order({Region::north, {1, 1}, "x"}) == "1");
  CHECK(*cache.get_order({Region::north, {1, 2}, "x"}) == "2");
  cache.invalidate(cache.tags.orders({Region::north, {1, 1}, "x"}));
  CHECK(*cache.get_order({Region::north, {1, 1}, "x"}) == "3");
  CHECK(*cache.get_order({Region::north, {1, 2}, "x"}) == "2");
  cache.invalidate(cache.tags.customers(Customer(1)));
  cache.invalidate(cache.tags.blobs(Digest{{std::byte(1)}}));
  CHECK(*cache.get_order({Region::north, {1, 2}, "x"}) == "2");
}

TEST_CASE("structs that an id holds in a pair or an array are part of its segment", "[S-060][SX-09]") {
  using Way = std::pair<Point, Point>;
  const auto& tags = ShopCache::tags;
  const Way way{{1, 2}, {3, 4}};
  const Area area{"old town", {{{5, 6}, {7, 8}}}};
  CHECK(shape(tags.ways(way).areas(area).shops) == "ways ({{1,2},{3,4}}) areas (\"old town\",[{5,6},{7,8}]) shops");
  CHECK(tags.ways({{1, 2}, {3, 4}}).path() == tags.ways(way).path());
  CHECK(tags.ways({{1, 23}, {4, 0}}).path() != tags.ways({{12, 3}, {4, 0}}).path());

  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  CHECK(*cache.list_shops(way, area) == "1");
  CHECK(*cache.list_shops({{3, 4}, {1, 2}}, area) == "2");
  cache.invalidate(tags.ways({{3, 4}, {1, 2}}));
  CHECK(*cache.list_shops(way, area) == "1");
  CHECK(*cache.list_shops({{3, 4}, {1, 2}}, area) == "3");
  cache.invalidate(tags.ways(way).areas({"old town", {{{5, 6}, {7, 9}}}}));
  CHECK(*cache.list_shops(way, area) == "1");
}
