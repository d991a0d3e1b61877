#include "golden.hpp"
#include "rich_arguments_cache.hpp"

using shop::Filter;
using shop::Order;
using shop::Point;
using shop::ShopCache;
using namespace std::chrono_literals;

namespace {

struct Source : shop::ShopSource {
  std::string search(std::uint64_t, const Filter&, std::optional<Order>) override { return made(); }
  std::string search_any(std::uint64_t, const std::vector<Filter>&, const std::optional<std::vector<Point>>&) override {
    return made();
  }
  std::string sales(std::uint64_t, std::chrono::sys_days, std::chrono::hours) override { return made(); }
  std::string visitors(std::uint64_t, std::array<Point, 2>, const std::pair<int, std::string>&) override {
    return made();
  }

  std::string made() { return std::to_string(++loads); }
  int loads = 0;
};

}  // namespace

TEST_CASE("structs with optionals and vectors are keys: a difference anywhere is another entry", "[SX-09]") {
  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  const Filter filter{"hat", {1, std::nullopt}, {{"colour", {"red", "blue"}}}};
  CHECK(*cache.search(1, filter, Order::newest) == "1");
  CHECK(*cache.search(1, filter, std::nullopt) == "2");
  CHECK(*cache.search(1, {"hat", {std::nullopt, 1}, {{"colour", {"red", "blue"}}}}, std::nullopt) == "3");
  CHECK(*cache.search(1, {"hat", {1, std::nullopt}, {{"colour", {"red"}}, {"blue", {}}}}, std::nullopt) == "4");
  CHECK(*cache.search(1, {"hat", {1, std::nullopt}, {}}, std::nullopt) == "5");
  CHECK(*cache.search(1, Filter(filter), Order::newest) == "1");
  CHECK(*cache.search(1, Filter(filter), std::nullopt) == "2");
}

TEST_CASE("so are vectors of structs, absent and empty ones too", "[SX-09]") {
  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  const Filter hats{"hat", {}, {}};
  const Filter bags{"bag", {}, {{"size", {"l"}}}};
  CHECK(*cache.search_any(1, {hats, bags}, std::nullopt) == "1");
  CHECK(*cache.search_any(1, {bags, hats}, std::nullopt) == "2");
  CHECK(*cache.search_any(1, {hats}, std::nullopt) == "3");
  CHECK(*cache.search_any(1, {}, std::nullopt) == "4");
  CHECK(*cache.search_any(1, {}, std::vector<Point>()) == "5");
  CHECK(*cache.search_any(1, {}, std::vector<Point>{{1, 2}}) == "6");
  CHECK(*cache.search_any(1, {}, std::vector<Point>{{2, 1}}) == "7");
  CHECK(*cache.search_any(1, {hats, bags}, std::nullopt) == "1");
  CHECK(*cache.search_any(1, {}, std::vector<Point>{{1, 2}}) == "6");
}

TEST_CASE("so are times, arrays of structs, and pairs", "[SX-09]") {
  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  const std::chrono::sys_days day{};
  CHECK(*cache.sales(1, day, 1h) == "1");
  CHECK(*cache.sales(1, day + std::chrono::days(1), 1h) == "2");
  CHECK(*cache.sales(1, day, 2h) == "3");
  CHECK(*cache.sales(1, day, 1h) == "1");
  CHECK(*cache.visitors(1, {{{1, 2}, {3, 4}}}, {1, "a"}) == "4");
  CHECK(*cache.visitors(1, {{{3, 4}, {1, 2}}}, {1, "a"}) == "5");
  CHECK(*cache.visitors(1, {{{1, 2}, {3, 4}}}, {1, "b"}) == "6");
  CHECK(*cache.visitors(1, {{{1, 2}, {3, 4}}}, {1, "a"}) == "4");
}

TEST_CASE("an entry with such a key outlives its arguments, and is refreshed with copies of them") {
  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  {
    const std::vector<Filter> gone{{"a text that is too long for any small buffer", {1, 2}, {{"colour", {"red"}}}}};
    CHECK(*cache.search_any(1, gone, std::nullopt) == "1");
  }
  cache.invalidate(cache.tags.shops(1));
  CHECK(*cache.search_any(1, {{"a text that is too long for any small buffer", {1, 2}, {{"colour", {"red"}}}}},
                          std::nullopt) == "2");
}
