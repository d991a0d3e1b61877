#include "golden.hpp"
#include "segment_texts_cache.hpp"

using site::SiteCache;
using tagcache::id;
using tagcache::Tag;

namespace {

struct Source : site::SiteSource {
  int created_at(std::uint64_t, const std::string&) override { return ++loads; }
  int translated(std::uint64_t) override { return ++loads; }
  int missing() override { return ++loads; }
  int linked(std::uint64_t) override { return ++loads; }
  void create(std::uint64_t) override {}
  int loads = 0;
};

}  // namespace

TEST_CASE("a tag has its name in C++ and its text in the store", "[SX-04]") {
  const site::SiteTags tags;
  CHECK(tags.pages.path() == Tag("site:pages"));
  CHECK(tags.pages(7).created.path() == Tag("site:pages", id(7), "new"));
  CHECK(tags.pages(7).path_tag.path() == Tag("site:pages", id(7), "path"));
  CHECK(tags.pages(7).en_us.path() == Tag("site:pages", id(7), "en-US"));
  CHECK(tags.pages(7).file.path() == Tag("site:pages", id(7), "index.html"));
  CHECK(tags.not_found.path() == Tag("404"));
  CHECK(tags.quoted.path() == Tag("a \"quoted\" \\ text, with (brackets) and ?\?/"));
  CHECK(tags.months.path() == Tag("gr\xC3\xB6\xC3\x9F"
                                  "e"));
  CHECK(tags.languages.all.path() == Tag("languages", "*"));
  CHECK(tags.old_name.path() == Tag("months"));
  CHECK(tags.camel_case.path() == Tag("camelCase"));
}

TEST_CASE("an invalidation by its text reaches what carries the name, and the other way round") {
  StillWorld world;
  Source source;
  SiteCache cache(source, world.options<SiteCache>());
  CHECK(*cache.created_at(1, "en") == 1);
  cache.primitives().invalidate(Tag("site:pages", id(1), "new"));
  CHECK(*cache.created_at(1, "en") == 2);
  cache.primitives().invalidate(Tag("pages", id(1), "created"));
  CHECK(*cache.created_at(1, "en") == 2);
  cache.create(1);
  CHECK(*cache.created_at(1, "en") == 3);
  cache.invalidate(cache.tags.pages(1).created & cache.tags.languages("en"));
  CHECK(*cache.created_at(1, "en") == 4);
  cache.invalidate(cache.tags.pages);
  CHECK(*cache.created_at(1, "en") == 5);
}

TEST_CASE("counters name a tag by its text") {
  StillWorld world;
  Source source;
  SiteCache cache(source, world.options<SiteCache>());
  cache.invalidate(cache.tags.pages(1).en_us);
  REQUIRE(cache.stats().tags.size() == 1);
  CHECK(cache.stats().tags.front().pattern == "site:pages(*).en-US");
}
