#include "format/format_schema.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "document/yaml_tree.hpp"
#include "format/intersection_blanks.hpp"
#include "format/schema_layout.hpp"
#include "format/schema_lines.hpp"

namespace tagcache::generator {
namespace {

bool same(const YamlNode& left, const YamlNode& right) {
  const auto same_entry = [](const YamlEntry& one, const YamlEntry& other) {
    return same(one.key, other.key) && same(one.value, other.value);
  };
  const auto text = [](const YamlNode& node) { return with_blanks_at_signs(node.text); };
  return left.kind == right.kind && text(left) == text(right) && left.cut_at_comma == right.cut_at_comma &&
         std::equal(left.items.begin(), left.items.end(), right.items.begin(), right.items.end(), same) &&
         std::equal(left.entries.begin(), left.entries.end(), right.entries.begin(), right.entries.end(), same_entry);
}

/// In any order: a comment behind a closing bracket moves to the key of what is in the brackets.
std::multiset<std::string> comments(const std::vector<SchemaLine>& lines) {
  std::multiset<std::string> comments;
  for (const SchemaLine& line : lines) {
    if (!line.comment.empty()) comments.insert(line.comment);
    for (std::string& comment : comments_inside(line.value)) comments.insert(std::move(comment));
  }
  return comments;
}

void refuse(const Unsafe& unsafe, Diagnostics& diagnostics) {
  diagnostics.report({"cannot-format",
                      unsafe.range,
                      unsafe.what + " is left as it is, and so is the file",
                      "a schema without it",
                      unsafe.cure,
                      {}});
}

/// Whether `text` says the same as the file whose tree and lines are given.
bool means_the_same(const std::string& text, const YamlNode& tree, const std::vector<SchemaLine>& lines) {
  const SourceFile formatted("", text);
  Diagnostics ignored;
  const std::optional<YamlNode> tree_after = read_yaml_tree(formatted, ignored);
  return tree_after && same(tree, *tree_after) && comments(read_schema_lines(formatted)) == comments(lines);
}

}  // namespace

std::optional<std::string> format_schema(const SourceFile& file, Diagnostics& diagnostics) {
  const std::optional<YamlNode> tree = read_yaml_tree(file, diagnostics);
  if (!tree) return std::nullopt;
  try {
    std::vector<SchemaLine> lines = read_schema_lines(file);
    set_blanks_in_intersections(lines);
    std::string text = lay_out(lines);
    if (means_the_same(text, *tree, lines)) return text;
    refuse({{&file, 0, 0, 0}, "YAML that would mean something else when laid out anew", "plain lists and maps"},
           diagnostics);
  } catch (const Unsafe& unsafe) {
    refuse(unsafe, diagnostics);
  }
  return std::nullopt;
}

}  // namespace tagcache::generator
