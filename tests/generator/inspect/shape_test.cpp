#include "catch.hpp"
#include "inspect/headers_in_a_folder.hpp"

using namespace tagcache::generator;

namespace {

using Strings = std::vector<std::string>;

/// The shapes of `type`, looked up inside namespace shop with model.hpp included.
TypeShapes shapes_of(const std::string& type, const std::string& header) {
  const HeadersInAFolder headers;
  headers.add("tagcache/codec.hpp", "#pragma once\nnamespace tagcache { template <class T> struct Codec; }\n");
  headers.add("model.hpp", header);
  Diagnostics diagnostics;
  const auto catalog =
      inspect({"shop", {without_place("model.hpp")}, {without_place(type)}, {type}}, headers.settings(), diagnostics);
  INFO(diagnostics.text());
  REQUIRE(diagnostics.empty());
  REQUIRE(catalog.has_value());
  REQUIRE(catalog->shapes.find(catalog->types.at(type).canonical) != nullptr);
  return catalog->shapes;
}

TypeShape shape_of(const std::string& type, const std::string& header = "") {
  HeadersInAFolder headers;
  headers.add("tagcache/codec.hpp", "#pragma once\nnamespace tagcache { template <class T> struct Codec; }\n");
  headers.add("model.hpp", header);
  Diagnostics diagnostics;
  const auto catalog =
      inspect({"shop", {without_place("model.hpp")}, {without_place(type)}, {type}}, headers.settings(), diagnostics);
  INFO(diagnostics.text());
  REQUIRE(catalog.has_value());
  const TypeShape* const shape = catalog->shapes.find(catalog->types.at(type).canonical);
  REQUIRE(shape != nullptr);
  return *shape;
}

TypeShape shop(const std::string& definition, const std::string& type = "Item") {
  return shape_of(type, "#include <string>\n#include <tagcache/codec.hpp>\nnamespace shop {\n" + definition + "\n}\n");
}

Strings names_of(const std::vector<ShapeMember>& members) {
  Strings names;
  for (const ShapeMember& member : members) names.push_back(member.name);
  return names;
}

}  // namespace

TEST_CASE("shapes: numbers have their size") {
  CHECK(shape_of("bool").kind == ShapeKind::boolean);
  CHECK(shape_of("std::uint16_t").kind == ShapeKind::integer);
  CHECK(shape_of("std::uint16_t").detail == "u16");
  CHECK(shape_of("long").detail == shape_of("long long").detail);
  CHECK(shape_of("char32_t").detail == "u32");
  CHECK(shape_of("float").detail == "f32");
  CHECK(shape_of("double").detail == "f64");
  CHECK(shape_of("std::byte").kind == ShapeKind::byte);
  CHECK_FALSE(shape_of("long double").problem.empty());
  CHECK_FALSE(shape_of("__int128").problem.empty());
}

TEST_CASE("shapes: classes of the standard library") {
  const auto is = [](const std::string& type, ShapeKind kind, const Strings& parts) {
    INFO(type);
    const TypeShape shape = shape_of(type);
    CHECK(shape.problem.empty());
    CHECK(shape.kind == kind);
    CHECK(shape.parts == parts);
  };
  is("std::string", ShapeKind::text, {});
  is("std::monostate", ShapeKind::unit, {});
  is("std::optional<int>", ShapeKind::optional, {"int"});
  is("std::unique_ptr<int>", ShapeKind::pointer, {"int"});
  is("std::shared_ptr<const int>", ShapeKind::pointer, {"int"});
  is("std::vector<bool>", ShapeKind::sequence, {"bool"});
  is("std::deque<char>", ShapeKind::sequence, {"char"});
  is("std::list<float>", ShapeKind::sequence, {"float"});
  is("std::array<int, 3>", ShapeKind::array, {"int"});
  is("std::set<int>", ShapeKind::set, {"int"});
  is("std::unordered_multiset<int>", ShapeKind::set, {"int"});
  is("std::map<int, bool>", ShapeKind::map, {"int", "bool"});
  is("std::unordered_map<int, bool>", ShapeKind::map, {"int", "bool"});
  is("std::pair<int, bool>", ShapeKind::tuple, {"int", "bool"});
  is("std::tuple<>", ShapeKind::tuple, {});
  is("std::tuple<int, bool, char>", ShapeKind::tuple, {"int", "bool", "char"});
  is("std::variant<int, float>", ShapeKind::variant, {"int", "float"});
  is("std::chrono::minutes", ShapeKind::duration, {"long"});
  CHECK(shape_of("std::chrono::minutes").detail == "60/1");
  CHECK(shape_of("std::array<int, 3>").detail == "3");
  CHECK(shape_of("std::array<int, 3>").name == "array");
  CHECK(shape_of("std::pair<const int, int>").problem.find("const") != std::string::npos);
  CHECK(shape_of("std::chrono::system_clock::time_point").kind == ShapeKind::time_point);
}

TEST_CASE("shapes: what the standard library cannot give back") {
  for (const char* const type :
       {"std::string_view", "std::span<int>", "std::function<int()>", "std::any", "std::weak_ptr<int>", "std::wstring",
        "std::unique_ptr<int[]>", "std::filesystem::path", "std::chrono::steady_clock::time_point",
        "std::reference_wrapper<int>", "int*", "std::nullptr_t"}) {
    INFO(type);
    CHECK(shape_of(type).kind == ShapeKind::opaque);
    CHECK_FALSE(shape_of(type).problem.empty());
  }
}

TEST_CASE("shapes: the members of a record, with their places") {
  const TypeShapes shapes = shapes_of("std::vector<Order>", R"(#include <string>
namespace shop {
struct Line { int amount; };
struct Order : Line {
  static int count;
  std::string name;
  unsigned flags : 3, : 2, more : 1;
  int matrix[2][3];
};
})");
  const TypeShape* const order = shapes.find("shop::Order");
  REQUIRE(order != nullptr);
  CHECK(order->kind == ShapeKind::record);
  CHECK(order->name == "Order");
  CHECK(order->problem.empty());
  CHECK(order->place.line == 4);
  CHECK(names_of(order->bases) == Strings{"Line"});
  CHECK(order->bases[0].type == "shop::Line");
  CHECK(names_of(order->fields) == Strings{"name", "flags", "more", "matrix"});
  CHECK(order->fields[1].problem.find("bit-field") != std::string::npos);
  CHECK(order->fields[0].place.line == 6);
  CHECK(order->fields[0].place.column == 15);
  CHECK(order->fields[0].place.length == 4);
  CHECK(order->fields[0].place.file->path().ends_with("model.hpp"));
  CHECK(order->fields[0].place.file->line(6) == "  std::string name;");
  CHECK(shapes.find(order->fields[3].type)->parts == Strings{"int[3]"});
  CHECK(shapes.find("shop::Line")->fields[0].type == "int");
}

TEST_CASE("shapes: enumerators with their values") {
  const TypeShape shape = shop("enum class Colour : signed char { red = -1, green, blue = 7 };", "Colour");
  CHECK(shape.kind == ShapeKind::enumeration);
  CHECK(shape.detail == "i8");
  REQUIRE(shape.enumerators.size() == 3);
  CHECK(shape.enumerators[0].name == "red");
  CHECK(shape.enumerators[0].value == "-1");
  CHECK(shape.enumerators[2].value == "7");
}

TEST_CASE("shapes: trees refer to themselves") {
  const TypeShapes shapes = shapes_of("Node",
                                      "#include <memory>\n#include <vector>\nnamespace shop {\n"
                                      "struct Node { std::vector<Node> children; std::unique_ptr<Node> next; };\n}");
  CHECK(shapes.find("std::vector<shop::Node>")->parts == Strings{"shop::Node"});
  CHECK(shapes.find("std::unique_ptr<shop::Node>")->parts == Strings{"shop::Node"});
}

TEST_CASE("shapes: templates of the user are instantiated") {
  const TypeShapes shapes = shapes_of("std::vector<Page<Page<int>>>",
                                      "#include <vector>\nnamespace shop {\n"
                                      "template <class T> struct Page { std::vector<T> items; };\n}");
  const TypeShape* const page = shapes.find("shop::Page<shop::Page<int>>");
  REQUIRE(page != nullptr);
  CHECK(page->name == "Page<Page<int>>");
  CHECK(page->fields[0].type == "std::vector<shop::Page<int>>");
  CHECK(shapes.find("shop::Page<int>")->fields[0].type == "std::vector<int>");
}

TEST_CASE("shapes: records that cannot be encoded, whatever is in them") {
  for (const char* const definition :
       {"union Item { int a; float b; };", "struct Item { virtual ~Item(); };", "struct Item { explicit Item(int); };",
        "struct Item { Item() = delete; int a; };", "class Item { Item(); public: int a; };",
        "struct Base { explicit Base(int); }; struct Item : Base {};",
        "class Around { struct Inner {}; public: using Outer = Inner; }; using Item = Around::Outer;"}) {
    INFO(definition);
    CHECK_FALSE(shop(definition).problem.empty());
  }
  // Such a type is no result at all: its shape is asked for as that of a member.
  const TypeShapes shapes =
      shapes_of("Item", "namespace shop { namespace { struct Part {}; } struct Item { Part part; }; }");
  const TypeShape* const part = shapes.find("shop::(anonymous namespace)::Part");
  REQUIRE(part != nullptr);
  CHECK_FALSE(part->problem.empty());
  CHECK(shop("struct Item { Item(int = 0); };").problem.empty());
  CHECK(shop("typedef struct { int a; } Item;").problem.empty());
  CHECK(shop("template <class... T> struct Box {}; using Item = Box<int, float>;").problem.empty());
}

TEST_CASE("shapes: the members for which there is no default constructor are what is wrong with a record") {
  const TypeShape shape = shop("struct Item { int& a; int b; };");
  CHECK(shape.problem.empty());
  CHECK_FALSE(shape.fields[0].problem.empty());
  CHECK(shop("struct Part { explicit Part(int); }; struct Item { Part part; };").problem.empty());
  CHECK_FALSE(shop("struct Item { int& a; Item(int& given) : a(given) {} };").problem.empty());
}

TEST_CASE("shapes: members that cannot be encoded, whatever their type is") {
  const TypeShape shape = shop(R"(class Item {
    int hidden = 0;
   protected:
    int guarded = 0;
   public:
    const int fixed = 0;
    volatile int moving = 0;
    union { int a; float b; };
    mutable int fine = 0;
  };)");
  REQUIRE(shape.fields.size() == 6);
  CHECK(shape.fields[0].problem == "it is private");
  CHECK(shape.fields[1].problem == "it is protected");
  CHECK(shape.fields[2].problem.find("const") != std::string::npos);
  CHECK(shape.fields[3].problem.find("volatile") != std::string::npos);
  CHECK(shape.fields[4].problem.find("no name") != std::string::npos);
  CHECK(shape.fields[5].problem.empty());
  CHECK(shop("struct Base {}; class Item : Base {};").bases[0].problem == "it is a private base class");
  CHECK(shop("struct Base {}; struct Item : virtual Base {};").bases[0].problem == "it is a virtual base class");
}

TEST_CASE("shapes: a type that is only declared is named as such") {
  const TypeShapes shapes = shapes_of("std::unique_ptr<Hidden>", "namespace shop { struct Hidden; }");
  CHECK(shapes.find("shop::Hidden")->problem.find("declared but not defined") != std::string::npos);
}

TEST_CASE("shapes: the user's codecs are found, explicit and partial ones") {
  const std::string codecs = R"(template <class T, class Tag> class Strong { T value_; };
    using Item = Strong<int, struct ItemTag>;
    class Hidden { int a; };
    enum class Colour { red };
    struct Plain { int a; };
    template <class T> struct Wrapped { T value; };
  }
  template <> struct tagcache::Codec<shop::Hidden>;
  template <> struct tagcache::Codec<shop::Colour> {};
  template <class T, class Tag> struct tagcache::Codec<shop::Strong<T, Tag>> {};
  template <class T> requires (sizeof(T) == 1) struct tagcache::Codec<shop::Wrapped<T>> {};
  namespace shop {)";
  CHECK(shop(codecs).has_own_codec);
  CHECK(shop(codecs, "Hidden").has_own_codec);
  CHECK(shop(codecs, "Colour").has_own_codec);
  CHECK(shop(codecs, "Wrapped<char>").has_own_codec);
  CHECK_FALSE(shop(codecs, "Wrapped<int>").has_own_codec);
  CHECK_FALSE(shop(codecs, "Plain").has_own_codec);
}

TEST_CASE("shapes: tagcache's own codecs are not the user's") {
  const HeadersInAFolder headers;
  headers.add("tagcache/codec.hpp",
              "#pragma once\nnamespace tagcache { template <class T> struct Codec; }\n"
              "#include <tagcache/codec/text.hpp>\n");
  headers.add("tagcache/codec/text.hpp",
              "#include <string>\n#include <vector>\n"
              "template <> struct tagcache::Codec<std::string> {};\n"
              "template <class T> struct tagcache::Codec<std::vector<T>> {};\n");
  headers.add("model.hpp",
              "#include <tagcache/codec.hpp>\ntemplate <> struct tagcache::Codec<std::vector<char>> {};\n");
  Diagnostics diagnostics;
  const std::string type = "std::tuple<std::string, std::vector<int>, std::vector<char>>";
  const auto catalog =
      inspect({"", {without_place("model.hpp")}, {without_place(type)}, {type}}, headers.settings(), diagnostics);
  REQUIRE(catalog.has_value());
  CHECK_FALSE(catalog->shapes.find("std::vector<int>")->has_own_codec);
  CHECK(catalog->shapes.find("std::vector<char>")->has_own_codec);
  for (const auto& [name, shape] : catalog->shapes.by_name) {
    INFO(name);
    CHECK(shape.has_own_codec == (name == "std::vector<char>"));
  }
}

TEST_CASE("shapes: only types whose shape is asked for are looked at") {
  const HeadersInAFolder headers;
  Diagnostics diagnostics;
  const auto catalog =
      inspect({"", {}, {without_place("int"), without_place("long")}, {"long"}}, headers.settings(), diagnostics);
  REQUIRE(catalog.has_value());
  CHECK(catalog->shapes.find("int") == nullptr);
  CHECK(catalog->shapes.find("long") != nullptr);
}
