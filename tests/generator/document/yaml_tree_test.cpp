#include "document/yaml_tree.hpp"

#include "catch.hpp"
#include "stage_results.hpp"

using namespace tagcache::generator;

namespace {

using Kind = YamlNode::Kind;

/// A file and the tree that was read from it.
struct Tree {
  explicit Tree(std::string text) : file("schema.yaml", std::move(text)), root(read_yaml_tree(file, diagnostics)) {}

  [[nodiscard]] Strings errors() const { return errors_in(diagnostics); }

  SourceFile file;
  Diagnostics diagnostics;
  std::optional<YamlNode> root;
};

/// `line:column+length`.
std::string place(const YamlNode& node) {
  return std::to_string(node.range.line) + ':' + std::to_string(node.range.column) + '+' +
         std::to_string(node.range.length);
}

}  // namespace

TEST_CASE("every node of the tree knows its place") {
  const Tree tree("cache: Blog\nargs: [user, page: int]\nids:\n  user: 'a b'\nnone:\n");
  REQUIRE(tree.root);
  REQUIRE(tree.root->entries.size() == 4);
  CHECK(place(tree.root->entries[0].key) == "1:1+5");
  CHECK(place(tree.root->entries[0].value) == "1:8+4");

  const YamlNode& list = tree.root->entries[1].value;
  REQUIRE(list.kind == Kind::list);
  CHECK(place(list) == "2:7+1");
  CHECK(place(list.items[0]) == "2:8+4");
  REQUIRE(list.items[1].kind == Kind::map);
  CHECK(place(list.items[1].entries[0].key) == "2:14+4");
  CHECK(place(list.items[1].entries[0].value) == "2:20+3");

  const YamlNode& map = tree.root->entries[2].value;
  REQUIRE(map.kind == Kind::map);
  CHECK(place(map) == "4:3+1");
  CHECK(map.entries[0].value.text == "a b");
  CHECK(place(map.entries[0].value) == "4:10+3");

  CHECK(tree.root->entries[3].value.kind == Kind::empty);
  CHECK(place(tree.root->entries[3].value) == "5:1+4");
}

TEST_CASE("columns count bytes, behind letters of several bytes too") {
  const Tree tree("größe: [ä, b]\n");
  REQUIRE(tree.root);
  CHECK(place(tree.root->entries[0].key) == "1:1+7");
  CHECK(place(tree.root->entries[0].value.items[0]) == "1:11+2");
  CHECK(place(tree.root->entries[0].value.items[1]) == "1:15+1");
}

TEST_CASE("scalars are text, whatever YAML takes them for") {
  const Tree tree("[off, yes, 5, \"5\", 0x10, 'it''s']");
  REQUIRE(tree.root);
  Strings texts;
  for (const YamlNode& item : tree.root->items) texts.push_back(item.text);
  CHECK(texts == Strings{"off", "yes", "5", "5", "0x10", "it's"});
}

TEST_CASE("doubled keys stay in the tree") {
  const Tree tree("a: 1\na: 2\n");
  REQUIRE(tree.root);
  CHECK(tree.root->entries.size() == 2);
}

TEST_CASE("text over several lines is marked") {
  const Tree tree("a: one\n  two\nb: |\n  three\nc: \"four\n  five\"\nd: six\n");
  REQUIRE(tree.root);
  CHECK_FALSE(tree.root->entries[0].value.one_line);
  CHECK_FALSE(tree.root->entries[1].value.one_line);
  CHECK_FALSE(tree.root->entries[2].value.one_line);
  CHECK(tree.root->entries[3].value.one_line);
}

TEST_CASE("items that a comma cut are joined again") {
  const Tree tree("[m: std::map<a, std::map<b, c>>, f(x,  y), plain, \"q<a, b>\", open<a, b]");
  REQUIRE(tree.root);
  const std::vector<YamlNode>& items = tree.root->items;
  REQUIRE(items.size() == 6);
  const YamlNode& value = items[0].entries[0].value;
  CHECK(value.text == "std::map<a, std::map<b, c>>");
  CHECK(value.cut_at_comma);
  CHECK(place(value) == "1:5+27");
  CHECK(items[1].text == "f(x, y)");
  CHECK(place(items[1]) == "1:34+8");
  CHECK_FALSE(items[2].cut_at_comma);
  CHECK(items[3].text == "q<a, b>");
  CHECK_FALSE(items[3].cut_at_comma);
  CHECK(items[4].text == "open<a");
  CHECK_FALSE(items[4].cut_at_comma);
}

TEST_CASE("in maps in brackets, too") {
  const Tree tree("{ returns: std::map<a, b>, ttl: 5s }");
  REQUIRE(tree.root);
  REQUIRE(tree.root->entries.size() == 2);
  CHECK(tree.root->entries[0].value.text == "std::map<a, b>");
  CHECK(tree.root->entries[1].key.text == "ttl");
}

TEST_CASE("outside brackets a comma cuts nothing") {
  const Tree tree("returns: std::map<a, b>\n");
  REQUIRE(tree.root);
  CHECK(tree.root->entries[0].value.text == "std::map<a, b>");
  CHECK_FALSE(tree.root->entries[0].value.cut_at_comma);
}

TEST_CASE("empty files are empty nodes") {
  for (const char* const text : {"", "\n", "# only a comment\n", "---\n", "---\n...\n"}) {
    const Tree tree(text);
    INFO(text);
    REQUIRE(tree.root);
    CHECK(tree.root->kind == Kind::empty);
    CHECK(place(*tree.root) == "1:1+1");
  }
}

TEST_CASE("what a schema has no use for is refused at its place, all of it in one run") {
  CHECK(Tree("a: &x 1\nb: *x\n<<: *x\nc: !t 2\n").errors() ==
        Strings{"1:4 yaml-feature", "2:4 yaml-feature", "3:1 yaml-feature", "3:5 yaml-feature", "4:4 yaml-feature"});
  CHECK(Tree("? [a]\n: b\n").errors() == Strings{"1:3 yaml-feature"});
  CHECK(Tree("a: 1\n---\nb: 2\n").errors() == Strings{"2:1 yaml-feature"});
}

TEST_CASE("broken YAML is one error where it broke") {
  CHECK(Tree("a:\n\tb: 1\n").errors() == Strings{"2:1 yaml-tab"});
  CHECK(Tree("a: [1,\n\nb: 2\n").errors() == Strings{"1:4 yaml-syntax"});
  CHECK(Tree("a: 'b\nc: d\n").errors() == Strings{"1:4 yaml-syntax"});
  CHECK(Tree("a: b: c\n").errors() == Strings{"1:5 yaml-syntax"});
  CHECK(Tree("- a\nb: c\n").errors() == Strings{"2:1 yaml-syntax"});
  CHECK(Tree("a: @b\n").errors() == Strings{"1:4 yaml-syntax"});
}

TEST_CASE("nesting is read to a limit and refused beyond it, without harm") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(Tree(nested(deepest_yaml_nesting)).errors().empty());
  CHECK(Tree(nested(deepest_yaml_nesting + 1)).errors() == Strings{"1:65 yaml-depth"});
  CHECK(Tree(nested(100'000)).errors() == Strings{"1:65 yaml-depth"});
  std::string dashes;
  for (int depth = 0; depth < 10'000; ++depth) dashes += "- ";
  CHECK(Tree(dashes + "a").errors() == Strings{"1:129 yaml-depth"});
}

TEST_CASE("files that are not UTF-8 are refused at the first wrong byte") {
  CHECK(Tree("a: b\nc: \xff\n").errors() == Strings{"2:4 file-encoding"});
  CHECK(Tree("a: \xc3").errors() == Strings{"1:4 file-encoding"});
  CHECK(Tree(std::string("a: b\0", 5)).errors() == Strings{"1:5 file-encoding"});
  CHECK(Tree("a: \xed\x9f\xbf").errors().empty());
  CHECK(Tree("a: \xed\xa0\x80").errors() == Strings{"1:4 file-encoding"});
  CHECK(Tree("a: \xed\xbf\xbf").errors() == Strings{"1:4 file-encoding"});
  CHECK(Tree("a: \xe0\x80\xaf").errors() == Strings{"1:4 file-encoding"});
  CHECK(Tree("a: \xf4\x90\x80\x80").errors() == Strings{"1:4 file-encoding"});
}
