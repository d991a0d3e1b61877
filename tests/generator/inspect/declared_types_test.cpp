#include "inspect/declared_types.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "inspect/declared_facts.hpp"

using namespace tagcache::generator;

namespace {

std::vector<Text> texts(const std::vector<std::string>& names) {
  std::vector<Text> result;
  for (const std::string& name : names) result.push_back({name, {}});
  return result;
}

/// The catalog for types that are returned by queries.
TypeCatalog declared(const std::vector<std::string>& names) {
  Diagnostics diagnostics;
  TypeCatalog catalog = declared_types({"", {}, texts(names), names}, diagnostics);
  INFO(diagnostics.text());
  CHECK(diagnostics.empty());
  return catalog;
}

std::string messages(const std::string& name) {
  Diagnostics diagnostics;
  static_cast<void>(declared_types({"", {}, texts({name}), {}}, diagnostics));
  return diagnostics.text();
}

}  // namespace

TEST_CASE("declared types: blanks that C++ needs stay, others go") {
  CHECK(tidy_type("std::map< int , unsigned   long >") == "std::map<int,unsigned long>");
  CHECK(tidy_type(" const char * ") == "const char*");
}

TEST_CASE("declared types: integers and texts are known by all their names") {
  for (const char* const name : {"unsigned long", "std::uint64_t", "uint64_t", "std::size_t"}) {
    const auto facts = declared_facts(name);
    REQUIRE(facts.has_value());
    CHECK(facts->kind == TypeKind::integral);
    CHECK(facts->canonical == "unsigned long");
    CHECK(facts->size_bytes == 8);
    CHECK(facts->not_a_key.empty());
  }
  CHECK(declared_facts("std::string")->kind == TypeKind::string);
  CHECK(declared_facts("std::byte")->size_bytes == 1);
  CHECK(declared_facts("double")->not_a_key.find("NaN") != std::string::npos);
}

TEST_CASE("declared types: arrays of integers are keys, others are not") {
  const auto bytes = declared_facts("std::array<std::uint8_t,16>");
  REQUIRE(bytes.has_value());
  CHECK(bytes->kind == TypeKind::byte_array);
  CHECK(bytes->canonical == "std::array<unsigned char, 16>");
  CHECK(bytes->size_bytes == 16);
  CHECK(bytes->not_a_key.empty());
  CHECK_FALSE(declared_facts("std::array<double,2>")->not_a_key.empty());
  CHECK_FALSE(declared_facts("std::array<blog::Role,2>").has_value());
  CHECK_FALSE(declared_facts("std::array<int,size>").has_value());
}

TEST_CASE("declared types: what standard classes may be in, and that other names are trusted") {
  CHECK_FALSE(declared_facts("std::map<int,int>")->not_a_key.empty());
  CHECK(declared_facts("std::vector<int>")->not_a_key.empty());
  CHECK(declared_facts("std::vector<int>")->kind == TypeKind::holder);
  CHECK_FALSE(declared_facts("std::vector<int>")->not_an_id.empty());
  CHECK_FALSE(declared_facts("double")->not_an_id.empty());
  CHECK_FALSE(declared_facts("blog::User*")->not_a_key.empty());
  CHECK_FALSE(declared_facts("blog::UserId").has_value());
  CHECK_FALSE(declared_facts("uint65_t").has_value());
}

TEST_CASE("declared types: shapes of standard types of standard types") {
  const TypeCatalog catalog = declared({"std::map<std::string, std::vector<std::optional<int>>>", "User",
                                        "std::vector<User>", "std::tuple<bool, double, std::byte>"});
  CHECK(catalog.as_declared);
  const std::string map = catalog.types.at("std::map<std::string, std::vector<std::optional<int>>>").canonical;
  const TypeShape* const shape = catalog.shapes.find(map);
  REQUIRE(shape != nullptr);
  CHECK(shape->kind == ShapeKind::map);
  REQUIRE(shape->parts.size() == 2);
  CHECK(catalog.shapes.find(shape->parts[0])->kind == ShapeKind::text);
  const TypeShape* const list = catalog.shapes.find(shape->parts[1]);
  REQUIRE(list != nullptr);
  CHECK(list->kind == ShapeKind::sequence);
  CHECK(catalog.shapes.find(list->parts.front())->kind == ShapeKind::optional);
  CHECK(catalog.shapes.find("int")->detail == "i32");
  CHECK_FALSE(catalog.types.contains("User"));
  CHECK(catalog.types.at("std::vector<User>").canonical.empty());
  CHECK(catalog.shapes.find(catalog.types.at("std::tuple<bool, double, std::byte>").canonical)->parts.size() == 3);
}

TEST_CASE("declared types: what no function can take is refused by its text") {
  CHECK(messages("User&").find("[not-a-value-type]") != std::string::npos);
  CHECK(messages("const User").find("[not-a-value-type]") != std::string::npos);
  CHECK(messages("User[4]").find("[not-a-value-type]") != std::string::npos);
  CHECK(messages("int; int").find("[not-a-type]") != std::string::npos);
  CHECK(messages("const User*").empty());
  CHECK(messages("std::vector<const User*>").empty());
}
