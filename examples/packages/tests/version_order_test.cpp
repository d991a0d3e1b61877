#include "index/version_order.hpp"

#include <string>
#include <vector>

#include "catch.hpp"

using catalogue::order_versions;

TEST_CASE("versions sort as dpkg sorts them", "[packages]") {
  // Each is newer than the one before; `dpkg --compare-versions` agrees with every neighbouring pair.
  const std::vector<std::string> ascending{
      "0~~",           "0~",    "0",          "0.1",      "0.1a",        "0.1+",    "0.9",   "0.10",   "1.0~rc1-1",
      "1.0-1~1",       "1.0-1", "1.0-1+b1",   "1.0-1+b2", "1.0-1+b10",   "1.0-1.1", "1.0-2", "1.0a-1", "1.0.1-1",
      "1.1-0+deb12u1", "1.1-1", "20230101-1", "1:0.1-1",  "1:0.1-2~bpo", "2:0.0-1"};
  for (std::size_t left = 0; left < ascending.size(); ++left) {
    for (std::size_t right = 0; right < ascending.size(); ++right) {
      INFO(ascending[left] << " and " << ascending[right]);
      CHECK((order_versions(ascending[left], ascending[right]) < 0) == (left < right));
      CHECK((order_versions(ascending[left], ascending[right]) > 0) == (left > right));
    }
  }
}

TEST_CASE("versions that are written differently can be the same", "[packages]") {
  CHECK((order_versions("1.0", "0:1.0") == 0));
  CHECK((order_versions("1.0", "1.0-0") == 0));
  CHECK((order_versions("1.01-1", "1.1-1") == 0));
}
