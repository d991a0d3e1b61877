#include "support/suggestion.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "catch.hpp"

using namespace tagcache::generator;

namespace {

/// The distance as it is defined, for comparison.
std::size_t distance(const std::string& from, const std::string& to) {
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> cells;
  for (std::size_t line = 0; line <= from.size(); ++line) {
    for (std::size_t column = 0; column <= to.size(); ++column) {
      std::size_t least = line + column;
      if (line > 0) least = std::min(least, cells[{line - 1, column}] + 1);
      if (column > 0) least = std::min(least, cells[{line, column - 1}] + 1);
      if (line > 0 && column > 0) {
        least = std::min(least, cells[{line - 1, column - 1}] + (from[line - 1] == to[column - 1] ? 0 : 1));
      }
      const bool swapped =
          line > 1 && column > 1 && from[line - 1] == to[column - 2] && from[line - 2] == to[column - 1];
      if (swapped) least = std::min(least, cells[{line - 2, column - 2}] + 1);
      cells[{line, column}] = least;
    }
  }
  return cells[{from.size(), to.size()}];
}

std::optional<std::string> nearest_by_definition(const std::string& written,
                                                 const std::vector<std::string>& candidates) {
  std::optional<std::string> best;
  std::size_t least = std::max<std::size_t>(1, written.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t here = distance(written, candidate);
    if (here >= least || here >= candidate.size()) continue;
    least = here;
    best = candidate;
  }
  return best;
}

}  // namespace

TEST_CASE("the nearest candidate is found by added, dropped, changed and swapped letters") {
  const std::vector<std::string> tags = {"users", "posts", "settings"};
  CHECK(nearest("userz", tags) == "users");
  CHECK(nearest("user", tags) == "users");
  CHECK(nearest("psots", tags) == "posts");
  CHECK(nearest("setings", tags) == "settings");
  CHECK(nearest("USERS", tags) == "users");
}

TEST_CASE("what is found among many candidates is what the definition of the distance finds") {
  std::mt19937 random(20);
  const auto word = [&random] {
    std::string letters(random() % 12, 'a');
    for (char& letter : letters) letter = "abc"[random() % 3];
    return letters;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> candidates;
    for (int count = 0; count < 8; ++count) candidates.push_back(word());
    const std::string written = word();
    INFO(written);
    CHECK(nearest(written, candidates) == nearest_by_definition(written, candidates));
  }
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
