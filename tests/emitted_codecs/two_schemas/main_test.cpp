#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "catch.hpp"
#include "schemas.hpp"

namespace {

/// The text of each codec in a generated source file, by its first lines.
std::map<std::string, std::string> codecs_in(const std::string& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::map<std::string, std::string> codecs;
  for (std::size_t at = text.find("template <>"); at != std::string::npos; at = text.find("template <>", at + 1)) {
    const std::string codec = text.substr(at, text.find("};\n", at) - at);
    codecs[codec.substr(0, codec.find(" : "))] = codec;
  }
  return codecs;
}

}  // namespace

TEST_CASE("two schemas of one program emit the same codecs") {
  const auto one = codecs_in(GENERATED "/one_cache.cpp");
  const auto two = codecs_in(GENERATED "/two_cache.cpp");
  CHECK(one.size() == 3);
  CHECK(one == two);
}

TEST_CASE("two schemas of one program encode alike, and tell their queries apart") {
  const shared::Page<shared::Item> page{{{"one", shared::Colour::green, {{"part", shared::Colour::red, {}}}}}};
  CHECK(encode_by_one(page) == encode_by_two(page));
  CHECK(item_fingerprint_of_one() == item_fingerprint_of_two());
  CHECK(query_fingerprint_of_one() != query_fingerprint_of_two());
}
