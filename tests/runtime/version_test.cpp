#include <string>
#include <tagcache/version.hpp>

#include "catch.hpp"

TEST_CASE("version: numbers and text agree") {
  CHECK(tagcache::version == std::to_string(TAGCACHE_VERSION_MAJOR) + '.' + std::to_string(TAGCACHE_VERSION_MINOR) +
                                 '.' + std::to_string(TAGCACHE_VERSION_PATCH));
}
