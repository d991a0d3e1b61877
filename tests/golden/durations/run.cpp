#include <string>
#include <utility>

#include "durations_cache.hpp"
#include "golden.hpp"

using namespace std::chrono_literals;
using news::NewsCache;

namespace {

struct Source : news::NewsSource {
  std::string get_article(std::uint64_t) override { return "article"; }
  std::string front_page() override { return "front"; }
  std::optional<std::string> get_archived(std::uint64_t article) override {
    return article == 0 ? std::nullopt : std::optional<std::string>("archived");
  }
  void publish(std::uint64_t) override {}
};

}  // namespace

TEST_CASE("options take durations by their names", "[R-023][RX-08]") {
  const tagcache::QueryOptions defaults = NewsCache::default_options().defaults;
  CHECK(defaults.ttl == 300s);
  CHECK(defaults.grace == 3600s);
  StillWorld world;
  Source source;
  tagcache::CacheOptions options = world.options<NewsCache>();
  options.executor = nullptr;  // readers with a hard timeout wait for a load that others run
  NewsCache cache(source, options);
  const auto now = world.clock->now();
  const auto article = cache.get_article(1).entries().after;
  CHECK(article.expires_at() == now + 300s);
  CHECK(article.grace_until() == article.expires_at() + 3600s);
  const auto front = cache.front_page().entries().after;
  CHECK(front.expires_at() == now + 30s);
  CHECK(front.grace_until() == front.expires_at() + 5min);
  CHECK(cache.get_archived(1).entries().after.expires_at() == now + 3600s);
  CHECK(cache.get_archived(0).entries().after.expires_at() == now + 30s);
}

TEST_CASE("a cache that is given its source alone keeps entries in memory, under its own name", "[R-001]") {
  Source source;
  NewsCache cache(source);
  CHECK(cache.get_article(1).status() == tagcache::Status::miss);
  CHECK(cache.get_article(1).status() == tagcache::Status::hit);
  CHECK(NewsCache::default_options().prefix == "NewsCache");
  CHECK_FALSE(NewsCache::default_options().version);
}

TEST_CASE("what the program chooses for its environment goes before the defaults of the schema", "[R-113]") {
  for (const auto& [environment, ttl] :
       {std::pair{"production", 3600s}, {"test", 300s}, {"development", 60s}, {"local", 10s}}) {
    INFO(environment);
    StillWorld world;
    Source source;
    tagcache::CacheOptions options = world.options<NewsCache>();
    options.defaults.ttl = ttl;
    NewsCache cache(source, options);
    CHECK(cache.get_article(1).entries().after.expires_at() == world.clock->now() + ttl);
    // What a query says stands.
    CHECK(cache.front_page().entries().after.expires_at() == world.clock->now() + 30s);
  }
}
