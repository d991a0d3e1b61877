#include "captured_types_cache.hpp"
#include "golden.hpp"

using shop::inner::ShopCache;
using shop::inner::Value;
using Kind = shop::options::Kind;

namespace {

struct Source : shop::inner::ShopSource {
  bool is_above(path, Value limit) override { return ++loads, 1000 > static_cast<int>(limit); }
  std::vector<Value> values_of(path, const std::vector<Value>& several, Value by) override {
    ++loads;
    std::vector<Value> all = several;
    all.push_back(by);
    return all;
  }
  shop::Arguments<Value> arguments_of(path, shop::TagOf, Kind of) override {
    return ++loads, shop::Arguments<Value>{{of == Kind::large ? Value::many : Value::few}};
  }
  tagcache::Loaded<shop::inner::stats> stats_of(path, shop::inner::key by, std::optional<Value>,
                                                const tagcache::Previous<shop::inner::stats>&) override {
    return ++loads, shop::inner::stats{{"label"}, by.number > 0, by.number};
  }
  shop::inner::result sources_of(path of) override { return ++loads, shop::inner::result{std::to_string(of.number)}; }
  std::vector<shop::inner::result> several_sources_of(std::span<const path> several) override {
    std::vector<shop::inner::result> all;
    for (const path& each : several) all.push_back(sources_of(each));
    return all;
  }
  shop::inner::Invalidation change(path, shop::TagOf, const shop::inner::Tag&, shop::inner::query by) override {
    return {by.number};
  }
  void tell(path, const std::function<void(Value, int)>& listener) override { listener(Value::few, 5); }
  int loads = 0;
};

}  // namespace

TEST_CASE("types that are called as generated code calls something are the user's", "[SX-04]") {
  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  const path here{1};
  CHECK(*cache.is_above(here, Value::few));
  CHECK_FALSE(*cache.is_above(here, Value::many));
  CHECK(cache.values_of(here, {Value::few}, Value::many)->back() == Value::many);
  CHECK(cache.values_of(here, {Value::few}, Value::none)->back() == Value::none);
  CHECK(cache.arguments_of(here, {}, Kind::small)->all.front() == Value::few);
  CHECK(cache.arguments_of(here, {}, Kind::large)->all.front() == Value::many);
  CHECK(cache.stats_of(here, {1}, Value::few)->number == 1);
  CHECK(cache.stats_of(here, {2}, Value::few)->number == 2);
  CHECK(cache.sources_of(here)->text == "1");
  const std::vector<path> several{{1}, {2}};
  CHECK(cache.several_sources_of(several).back()->text == "2");
  CHECK(source.loads == 10);
  CHECK(cache.stats_of(here, {1}, Value::few).status() == tagcache::Status::hit);
  cache.invalidate(cache.tags.labels({"label"}));
  CHECK(cache.stats_of(here, {1}, Value::few).status() == tagcache::Status::reloaded);
}

TEST_CASE("fixed values of such types are passed to what a mutation warms", "[SX-04]") {
  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  CHECK(cache.change({1}, {}, {"label"}, {7})->number == 7);
  CHECK(world.executor->run_all() == 2);
  CHECK(cache.is_above({1}, Value::none).status() == tagcache::Status::hit);
  CHECK(cache.arguments_of({1}, {}, Kind::large).status() == tagcache::Status::hit);
  CHECK(source.loads == 2);
}

TEST_CASE("parameters of a function type may be called like a type", "[SX-04]") {
  StillWorld world;
  Source source;
  ShopCache cache(source, world.options<ShopCache>());
  int told = 0;
  cache.tell({1}, [&](Value key, int value) { told = value + static_cast<int>(key); });
  CHECK(told == 10);
}
