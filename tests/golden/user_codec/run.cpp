#include "golden.hpp"
#include "user_codec_cache.hpp"

struct acme::Part {
  std::int64_t number;
};
std::shared_ptr<const acme::Part> acme::make_part(std::int64_t number) { return std::make_shared<Part>(number); }
std::int64_t acme::number_of(const Part& part) { return part.number; }

namespace {

struct Source : acme::OrderSource {
  acme::Order get_order(std::uint64_t order) override { return {{{acme::ArticleId(order), {}, {}, {}}}, {}}; }
  acme::Money get_total(std::uint64_t) override { return acme::Money(100); }
  std::vector<acme::Colour> get_colours(std::uint64_t) override { return {{1, 2, 3}}; }
  std::vector<std::shared_ptr<const acme::Shape>> get_drawing(std::uint64_t side) override {
    return {std::make_shared<acme::Square>(static_cast<std::int64_t>(side))};
  }
  acme::Grade get_grade(std::uint64_t) override { return acme::Grade::good; }
  std::shared_ptr<const acme::Part> get_part(std::uint64_t order) override {
    return acme::make_part(static_cast<std::int64_t>(order));
  }
};

}  // namespace

TEST_CASE("values with codecs by hand are cached as all others") {
  StillWorld world;
  Source source;
  acme::OrderCache cache(source, world.options<acme::OrderCache>());
  CHECK(cache.get_order(7)->articles.at(0).id.value() == 7);
  CHECK(cache.get_total(7)->cents() == 100);
  CHECK(cache.get_total(7).status() == tagcache::Status::hit);
  CHECK(cache.get_drawing(7)->at(0)->area() == 49);
  CHECK(acme::number_of(**cache.get_part(7)) == 7);
  CHECK(*cache.get_grade(7) == acme::Grade::good);
}
