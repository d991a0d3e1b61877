#include "support/suggestion.hpp"

#include <vector>

#include "catch.hpp"

using namespace tagcache::generator;

TEST_CASE("the nearest candidate is found by added, dropped, changed and swapped letters") {
  const std::vector<std::string> tags = {"users", "posts", "settings"};
  CHECK(nearest("userz", tags) == "users");
  CHECK(nearest("user", tags) == "users");
  CHECK(nearest("psots", tags) == "posts");
  CHECK(nearest("setings", tags) == "settings");
  CHECK(nearest("USERS", tags) == "users");
}

TEST_CASE("what is too far away is not suggested") {
  const std::vector<std::string> tags = {"users", "x"};
  CHECK_FALSE(nearest("comments", tags));
  CHECK_FALSE(nearest("y", tags));
  CHECK_FALSE(nearest("", tags));
  CHECK_FALSE(nearest("users", {}));
}

TEST_CASE("of equally near candidates the first is suggested") {
  const std::vector<std::string> tags = {"port", "post"};
  CHECK(nearest("pont", tags) == "port");
}

TEST_CASE("suggestions and lists end messages") {
  const std::vector<std::string> tags = {"users", "posts"};
  CHECK(did_you_mean("userz", tags) == "; did you mean 'users'?");
  CHECK(did_you_mean("nothing", tags).empty());
  CHECK(listed(tags) == "users, posts");
  CHECK(listed({}) == "none");
}
