#include "golden.hpp"
#include "options_cache.hpp"

using namespace std::chrono_literals;
using tariffs::TariffCache;

namespace {

struct Source : tariffs::TariffSource {
  std::string get_tariff(std::uint64_t) override { return std::to_string(++loads); }
  std::optional<double> find_price(std::uint64_t) override { return ++loads; }
  std::shared_ptr<const std::vector<double>> list_prices(std::uint64_t) override {
    return std::make_shared<const std::vector<double>>(1, ++loads);
  }
  int get_discount(std::uint64_t) override { return ++loads; }
  std::unique_ptr<int> get_local_note(std::uint64_t) override { return std::make_unique<int>(++loads); }
  int get_shared_note(std::uint64_t) override { return ++loads; }
  int loads = 0;
};

}  // namespace

TEST_CASE("every option of the defaults reaches the runtime") {
  const tagcache::QueryOptions options = TariffCache::default_options().defaults;
  CHECK(options.ttl == 10min);
  CHECK(options.grace == 1h);
  CHECK(options.negative_ttl == 30s);
  CHECK(options.error_ttl == 2s);
  CHECK(options.refresh_pause == 500ms);
  CHECK(options.idle_ttl == 30min);
  CHECK(options.memory_ttl == 5min);
  CHECK(options.jitter == 0.1);
  CHECK(options.refresh_ahead == tagcache::RefreshAhead(1min));
  CHECK(options.soft_timeout == 50ms);
  CHECK(options.hard_timeout == 3s);
  CHECK(options.on_invalidate == tagcache::OnInvalidate::reload);
  CHECK(options.consistency == tagcache::Consistency::local);
  CHECK(options.single_flight == true);
  CHECK(options.lease == 3s);
  CHECK(options.verify == 0.005);
  CHECK(options.weight == 2048U);
  CHECK(options.layers == tagcache::Layers::all);
}

TEST_CASE("what a query says goes before the defaults, and the rest is as they say") {
  StillWorld world;
  Source source;
  tagcache::CacheOptions options = world.options<TariffCache>();
  options.executor = nullptr;  // readers with a hard timeout wait for a load that others run
  TariffCache cache(source, options);
  const auto price = cache.find_price(1).entries().after;
  CHECK(price.grace_until() == price.expires_at() + 7 * 24h);
  const auto prices = cache.list_prices(1).entries().after;
  CHECK(prices.expires_at() == world.clock->now() + 10min);
  CHECK_FALSE(prices.grace_until());
}
