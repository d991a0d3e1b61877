#include "demo/options.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace shop;

namespace {

Options parse(std::vector<std::string> words) {
  words.insert(words.begin(), "cluster_demo");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  return parse_options(arguments);
}

}  // namespace

TEST_CASE("options of the cluster", "[cluster]") {
  CHECK_FALSE(parse({}).quick);
  CHECK(parse({}).redis.empty());
  CHECK(parse({"--quick"}).quick);
  CHECK(parse({"--help"}).help);
  CHECK(parse({"--redis", "redis://somewhere"}).redis == "redis://somewhere");
  CHECK_THROWS_WITH(parse({"--redis"}), "--redis needs a URL");
  CHECK_THROWS_WITH(parse({"--fast"}), "unknown option '--fast'");
}
