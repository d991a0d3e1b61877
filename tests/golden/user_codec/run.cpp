#include "golden.hpp"
#include "user_codec_cache.hpp"

namespace {

struct Source : acme::OrderSource {
  acme::Order get_order(std::uint64_t order) override { return {{{acme::ArticleId(order), {}, {}, {}}}, {}}; }
  acme::Money get_total(std::uint64_t) override { return acme::Money(100); }
  std::vector<acme::Colour> get_colours(std::uint64_t) override { return {{1, 2, 3}}; }
};

}  // namespace

TEST_CASE("values with codecs by hand are cached as all others") {
  StillWorld world;
  Source source;
  acme::OrderCache cache(source, world.options<acme::OrderCache>());
  CHECK(cache.get_order(7)->articles.at(0).id.value() == 7);
  CHECK(cache.get_total(7)->cents() == 100);
  CHECK(cache.get_total(7).status() == tagcache::Status::hit);
}
