// The codecs stand in the generated source file; this program reaches them by being one with it.
#include "all_types_cache.cpp"
#include "everything.hpp"
#include "round_trip.hpp"

using all::everything;

TEST_CASE("codecs: values of all kinds come back as they were") {
  CHECK(comes_back(everything()));
  CHECK(comes_back(all::Everything{}));
  CHECK(comes_back(all::Page<all::Page<all::Point>>{{{{{1, 2}}, 3}, {}}, std::nullopt}));
  CHECK(comes_back(all::Role::editor));
  CHECK(comes_back(std::tuple(all::detail::Entry{1}, ::detail::Tag{2}, ::Key{3})));
}

TEST_CASE("codecs: fields of base classes come back") {
  all::Document document;
  document.id.value = 42;
  document.changed = std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000));
  document.title = "title";
  document.authors = {{"Ann", all::Role::owner}, {"Bo", all::Role::reader}};
  CHECK(comes_back(document));
  CHECK(comes_back(std::map<std::string, all::Document>{{"one", document}, {"two", {}}}));
}

TEST_CASE("codecs: values that contain values of their own type come back") {
  CHECK(comes_back(all::Node{"root", {{"left", {}}, {"right", {{"leaf", {}}}}}}));
  all::Team team{"all", {{"Ann", std::nullopt}, {"Bo", all::Team{"some", {{"Cy", std::nullopt}}}}}};
  CHECK(comes_back(team));
}

TEST_CASE("codecs: pointers come back as pointers to equal values") {
  all::Pointers pointers{std::make_unique<all::Point>(all::Point{1, 2}),
                         std::make_shared<all::Point>(all::Point{3, 4})};
  const auto back = tagcache::decode<all::Pointers>(tagcache::encode(pointers).value());
  REQUIRE(back.has_value());
  CHECK(*back->own == all::Point{1, 2});
  CHECK(*back->shared == all::Point{3, 4});
  const auto none = tagcache::decode<all::Pointers>(tagcache::encode(all::Pointers{}).value());
  REQUIRE(none.has_value());
  CHECK(none->own == nullptr);
}

TEST_CASE("codecs: the fingerprint of a query is made of its identity, those in memory have none") {
  CHECK(all::GetPage::fingerprint != all::GetTeam::fingerprint);
  constexpr std::uint64_t identity = tagcache::fingerprint_of(
      "get_page(name:text)[things(0)]:"
      "{items:sequence({items:sequence({x:i32,y:i32}),next:optional(u32)}),next:optional(u32)}");
  CHECK(all::GetPage::fingerprint ==
        tagcache::fingerprint_of("get_page", identity, tagcache::Codec<all::GetPage::Value>::fingerprint));
  CHECK_FALSE(HasFingerprint<all::GetConnection>);
  CHECK(HasFingerprint<all::GetCount>);
}

TEST_CASE("codecs: a field that another program does not write is a miss, one that it adds is passed over") {
  const auto bytes = tagcache::encode(std::map<std::string, int>{{"x", 1}, {"y", 2}, {"z", 3}}).value();
  CHECK(tagcache::decode<all::Point>(bytes) == all::Point{1, 2});
  const auto less = tagcache::encode(std::map<std::string, int>{{"x", 1}}).value();
  CHECK_FALSE(tagcache::decode<all::Point>(less).has_value());
}
