#include <algorithm>

#include "catch.hpp"
#include "model/value_shape.hpp"
#include "stage_results.hpp"

using namespace tagcache::generator;

namespace {

TypeShape number() { return {ShapeKind::integer, "", {}, {}, {}, {}, "i32", {}, false, false, ""}; }

TypeShape list_of(const std::string& element) {
  return {ShapeKind::sequence, "vector", {element}, {}, {}, {}, "", {}, false, false, ""};
}

TypeShape record(const std::string& name, std::vector<ShapeMember> fields) {
  return {ShapeKind::record, name, {}, {}, std::move(fields), {}, "", {}, false, true, ""};
}

ShapeMember field(const std::string& name, const std::string& type, const std::string& problem = "") {
  ShapeMember member;
  member.name = name;
  member.type = type;
  member.problem = problem;
  return member;
}

/// int, User, and a list of users that have `fields`.
TypeCatalog catalog_with(std::vector<ShapeMember> fields) {
  TypeCatalog catalog = catalog_of({"int", "User", "Users"});
  catalog.shapes.by_name = {{"int", number()}, {"User", record("User", std::move(fields))}, {"Users", list_of("User")}};
  return catalog;
}

const std::string schema = R"(cache: C
tags: [config]
queries:
  get_user: { returns: User, tags: [config] }
  get_users: { returns: Users, tags: [config] }
  get_count: { returns: int, tags: [config] }
)";

Strings types_of(const std::vector<ValueCodec>& codecs) {
  Strings types;
  for (const ValueCodec& codec : codecs) types.push_back(codec.type);
  return types;
}

}  // namespace

TEST_CASE("values: each record gets one codec, behind those of its parts") {
  TypeCatalog catalog = catalog_with({field("id", "int"), field("friends", "Users2"), field("role", "Role")});
  catalog.shapes.by_name["Users2"] = list_of("Friend");
  catalog.shapes.by_name["Friend"] = record("Friend", {field("name", "int")});
  TypeShape role = number();
  role.kind = ShapeKind::enumeration;
  role.name = "Role";
  role.enumerators = {{"reader", "0"}, {"editor", "1"}};
  catalog.shapes.by_name["Role"] = role;
  const Resolved result = resolved(schema, catalog);
  REQUIRE(result.model);
  CHECK(types_of(result.model->codecs) == Strings{"Friend", "Role", "User"});
  CHECK(result.model->codecs[1].kind == ValueCodec::Kind::enumeration);
  CHECK(result.model->codecs[1].names == Strings{"reader", "editor"});
  CHECK(result.model->codecs[2].names == Strings{"id", "friends", "role"});
  CHECK(result.model->codecs[2].recursive_shape.empty());
  CHECK(result.model->standard_types == std::set<std::string>{"vector"});
  CHECK(result.model->queries[0].value_shape ==
        "{id:i32,friends:sequence({name:i32}),role:enum i32(reader=0,editor=1)}");
}

TEST_CASE("values: one error a member, for the first query that has it") {
  const Resolved result =
      resolved(schema, catalog_with({field("id", "int", "it is private"), field("more", "int", "it is const")}));
  CHECK(result.errors() == Strings{"4:24 not-encodable", "4:24 not-encodable"});
  CHECK(result.parsed.diagnostics.text().find("'User.more'") != std::string::npos);
}

TEST_CASE("values: what stays in memory needs no codec") {
  const Resolved in_query = resolved(
      "cache: C\ntags: [config]\nqueries:\n"
      "  get_user: { returns: User, tags: [config], layers: [memory] }\n",
      catalog_with({field("id", "int", "it is private")}));
  REQUIRE(in_query.model);
  CHECK(in_query.model->codecs.empty());
  CHECK(in_query.model->queries[0].value_shape.empty());
  const Resolved in_defaults =
      resolved("defaults: { layers: [memory] }\n" + schema, catalog_with({field("id", "int", "it is private")}));
  CHECK(in_defaults.model.has_value());
}

TEST_CASE("values: a codec of the user ends the search") {
  TypeCatalog catalog = catalog_with({field("secret", "Secret")});
  catalog.shapes.by_name["Secret"] = record("Secret", {field("bits", "int", "it is private")});
  CHECK(resolved(schema, catalog).errors() == Strings{"4:24 not-encodable"});
  catalog.shapes.by_name["Secret"].has_own_codec = true;
  const Resolved result = resolved(schema, catalog);
  REQUIRE(result.model);
  CHECK(types_of(result.model->codecs) == Strings{"User"});
  CHECK(result.model->queries[0].value_shape == "{secret:own(Secret)}");
}

TEST_CASE("values: records that contain themselves have their shape written out") {
  TypeCatalog catalog = catalog_with({field("id", "int"), field("children", "Users"), field("secret", "Secret")});
  catalog.shapes.by_name["Secret"] = record("Secret", {});
  catalog.shapes.by_name["Secret"].has_own_codec = true;
  const Resolved result = resolved(schema, catalog);
  REQUIRE(result.model);
  REQUIRE(result.model->codecs.size() == 1);
  CHECK(result.model->codecs[0].recursive_shape == "{id:i32,children:sequence(#0),secret:own(Secret)}");
  CHECK(result.model->codecs[0].own_codecs == Strings{"Secret"});
  CHECK(contains_itself("User", catalog.shapes));
  CHECK_FALSE(contains_itself("int", catalog.shapes));
}

TEST_CASE("values: fields of base classes come first, and no name comes twice") {
  TypeCatalog catalog = catalog_with({field("name", "int")});
  catalog.shapes.by_name["User"].bases = {field("Base", "Base")};
  catalog.shapes.by_name["Base"] = record("Base", {field("id", "int")});
  const Resolved result = resolved(schema, catalog);
  REQUIRE(result.model);
  CHECK(types_of(result.model->codecs) == Strings{"User"});
  CHECK(result.model->codecs[0].names == Strings{"id", "name"});
  catalog.shapes.by_name["Base"].fields[0].name = "name";
  CHECK(resolved(schema, catalog).errors() == Strings{"4:24 not-encodable"});
  catalog.shapes.by_name["Base"].fields[0].name = "id";
  catalog.shapes.by_name["Base"].has_own_codec = true;
  CHECK(resolved(schema, catalog).errors() == Strings{"4:24 not-encodable"});
}

TEST_CASE("values: every part of a shape shows in its text") {
  const auto text_with = [](TypeShape changed) {
    TypeCatalog catalog = catalog_with({field("part", "Changed")});
    catalog.shapes.by_name["Changed"] = std::move(changed);
    return value_shape("User", catalog.shapes).text;
  };
  TypeShape colour = number();
  colour.kind = ShapeKind::enumeration;
  colour.enumerators = {{"red", "0"}};
  Strings texts{text_with(number()), text_with(list_of("int")), text_with(colour)};
  colour.enumerators[0].value = "1";
  texts.push_back(text_with(colour));
  colour.enumerators[0].name = "blue";
  texts.push_back(text_with(colour));
  texts.push_back(text_with(record("", {field("a", "int"), field("b", "int")})));
  texts.push_back(text_with(record("", {field("b", "int"), field("a", "int")})));
  TypeShape wide = number();
  wide.detail = "i64";
  texts.push_back(text_with(wide));
  std::sort(texts.begin(), texts.end());
  CHECK(std::adjacent_find(texts.begin(), texts.end()) == texts.end());
}
