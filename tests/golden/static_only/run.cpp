#include "golden.hpp"
#include "static_only_cache.hpp"

namespace {

struct Source : site::SiteSource {
  std::string get_config() override { return "dark" + std::to_string(++config_loads); }
  std::string get_header() override { return "header" + std::to_string(++header_loads); }
  std::string get_footer() override { return "footer" + std::to_string(++footer_loads); }
  int config_loads = 0;
  int header_loads = 0;
  int footer_loads = 0;
};

static_assert(!std::is_convertible_v<site::SiteTags, site::SiteCache::Tag>, "the root of the schema is no tag");

}  // namespace

TEST_CASE("static segments are finished tags", "[S-001][S-009][S-011][S-017][S-018][S-024][S-028][SX-20]") {
  CHECK(shape(site::SiteCache::tags.config) == "config");
  CHECK(shape(site::SiteCache::tags.layout) == "layout");
  CHECK(shape(site::SiteCache::tags.layout.header) == "layout header");
  CHECK(shape(site::SiteCache::tags.layout.footer) == "layout footer");
}

TEST_CASE("a query without arguments is loaded once", "[S-053]") {
  StillWorld world;
  Source source;
  site::SiteCache cache(source, world.options<site::SiteCache>());
  CHECK(*cache.get_config() == "dark1");
  CHECK(*cache.get_config() == "dark1");
  CHECK(source.config_loads == 1);
}

TEST_CASE("a static parent reaches its static children and nothing else", "[S-009][SX-20]") {
  StillWorld world;
  Source source;
  site::SiteCache cache(source, world.options<site::SiteCache>());
  const auto load_all = [&] { return *cache.get_config() + *cache.get_header() + *cache.get_footer(); };
  CHECK(load_all() == "dark1header1footer1");
  cache.invalidate(cache.tags.layout.header);
  CHECK(load_all() == "dark1header2footer1");
  cache.invalidate(cache.tags.layout);
  CHECK(load_all() == "dark1header3footer2");
}

TEST_CASE("a query's own ttl wins over the default", "[S-041][S-047][SX-12]") {
  using namespace std::chrono_literals;
  StillWorld world;
  Source source;
  site::SiteCache cache(source, world.options<site::SiteCache>());
  CHECK(*cache.get_header() + *cache.get_footer() == "header1footer1");
  world.clock->advance(1500ms);
  CHECK(*cache.get_header() + *cache.get_footer() == "header1footer2");
  world.clock->advance(1min);
  CHECK(*cache.get_header() == "header2");
}
