#include "round_trip.hpp"
#include "user_codec_cache.cpp"

struct acme::Part {
  std::int64_t number;
};
std::shared_ptr<const acme::Part> acme::make_part(std::int64_t number) { return std::make_shared<Part>(number); }
std::int64_t acme::number_of(const Part& part) { return part.number; }

TEST_CASE("codecs: those of the user win, as members and in containers") {
  const acme::Article wheel{acme::ArticleId(1), acme::Money(250), acme::Colour{1, 2, 3}, {}};
  const acme::Article cart{acme::ArticleId(2), acme::Money(-5), std::nullopt, {wheel, wheel}};
  CHECK(comes_back(acme::Order{{cart, wheel}, {{"sum", acme::Money(495)}}}));
  // A colour is one number, as its codec says, and no map of its members.
  CHECK(tagcache::encode(std::vector{acme::Colour{0, 0, 7}}) == tagcache::encode(std::vector{7}));
  CHECK(tagcache::encode(acme::ArticleId(9)) == tagcache::encode(9));
}

TEST_CASE("codecs: that of a pointer decides what the pointer points to") {
  using Drawing = std::vector<std::shared_ptr<const acme::Shape>>;
  const auto bytes = tagcache::encode(Drawing{std::make_shared<acme::Square>(5), std::make_shared<acme::Square>(6)});
  REQUIRE(bytes.has_value());
  const auto drawing = tagcache::decode<Drawing>(*bytes);
  REQUIRE(drawing.has_value());
  REQUIRE(drawing->size() == 2);
  CHECK(drawing->at(0)->area() == 25);
  CHECK(drawing->at(1)->area() == 36);
  const auto bytes_of_part = tagcache::encode(acme::make_part(7));
  REQUIRE(bytes_of_part.has_value());
  const auto part = tagcache::decode<std::shared_ptr<const acme::Part>>(*bytes_of_part);
  REQUIRE(part.has_value());
  CHECK(acme::number_of(**part) == 7);
}
