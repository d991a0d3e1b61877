// The one header alone, before any other.
#include <tagcache/tagcache.hpp>
#include <type_traits>

#include "catch.hpp"

TEST_CASE("one header gives a user all there is", "[S-075][P-001]") {
  STATIC_REQUIRE(std::is_class_v<tagcache::Primitives>);
  STATIC_REQUIRE(std::is_abstract_v<tagcache::Store>);
  STATIC_REQUIRE(std::is_class_v<tagcache::Tag>);
  STATIC_REQUIRE(std::is_class_v<tagcache::Entry<int>>);
  STATIC_REQUIRE(std::is_class_v<tagcache::Handle<int>>);
  STATIC_REQUIRE(tagcache::contract > 0);
  CHECK(tagcache::parse_duration("5m") == tagcache::Duration(300'000));
  STATIC_REQUIRE(tagcache::Encodable<std::optional<std::string>>);
  CHECK(tagcache::memory() != nullptr);
}
