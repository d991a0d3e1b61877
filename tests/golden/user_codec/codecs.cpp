#include "round_trip.hpp"
#include "user_codec_cache.cpp"

TEST_CASE("codecs: those of the user win, as members and in containers") {
  const acme::Article wheel{acme::ArticleId(1), acme::Money(250), acme::Colour{1, 2, 3}, {}};
  const acme::Article cart{acme::ArticleId(2), acme::Money(-5), std::nullopt, {wheel, wheel}};
  CHECK(comes_back(acme::Order{{cart, wheel}, {{"sum", acme::Money(495)}}}));
  // A colour is one number, as its codec says, and no map of its members.
  CHECK(tagcache::encode(std::vector{acme::Colour{0, 0, 7}}) == tagcache::encode(std::vector{7}));
  CHECK(tagcache::encode(acme::ArticleId(9)) == tagcache::encode(9));
}
