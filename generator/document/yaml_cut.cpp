#include "document/yaml_cut.hpp"

#include <cstddef>
#include <iterator>
#include <string_view>

namespace tagcache::generator {
namespace {

/// How many `<` and `(` of `text` stay open; negative when more are closed than opened.
int open_brackets(std::string_view text) {
  int open = 0;
  for (const char letter : text) {
    if (letter == '<' || letter == '(') ++open;
    if (letter == '>' || letter == ')') --open;
  }
  return open;
}

/// The text of an item that a comma may have cut: `a<b` itself, or the value in `name: a<b`.
YamlNode* text_before_comma(YamlNode& item) {
  if (item.kind == YamlNode::Kind::text) return &item;
  if (item.kind == YamlNode::Kind::map && item.entries.size() == 1)
    return text_before_comma(item.entries.front().value);
  return nullptr;
}

void append(YamlNode& node, const YamlNode& rest) {
  node.text += ", " + rest.text;
  node.cut_at_comma = true;
  if (rest.range.line == node.range.line) node.range.length = rest.range.column + rest.range.length - node.range.column;
}

const YamlNode* rest_of_cut(const YamlNode& item) { return item.kind == YamlNode::Kind::text ? &item : nullptr; }

const YamlNode* rest_of_cut(const YamlEntry& entry) {
  return entry.value.kind == YamlNode::Kind::empty ? &entry.key : nullptr;
}

/// Joins `parts[index]` with those behind it until its brackets are closed, if they ever are.
template <class Part>
void join_at(std::vector<Part>& parts, std::size_t index, YamlNode& first) {
  int open = open_brackets(first.text);
  std::size_t end = index + 1;
  while (open > 0 && end < parts.size() && rest_of_cut(parts[end]) != nullptr) {
    open += open_brackets(rest_of_cut(parts[end++])->text);
  }
  if (open != 0) return;
  for (std::size_t part = index + 1; part < end; ++part) append(first, *rest_of_cut(parts[part]));
  const auto begin = parts.begin() + static_cast<std::ptrdiff_t>(index);
  parts.erase(std::next(begin), parts.begin() + static_cast<std::ptrdiff_t>(end));
}

}  // namespace

void join_cut_items(YamlNode& node) {
  for (std::size_t index = 0; index < node.items.size(); ++index) {
    YamlNode* const first = text_before_comma(node.items[index]);
    if (first != nullptr && open_brackets(first->text) > 0) join_at(node.items, index, *first);
  }
  for (std::size_t index = 0; index < node.entries.size(); ++index) {
    YamlNode* const first = text_before_comma(node.entries[index].value);
    if (first != nullptr && open_brackets(first->text) > 0) join_at(node.entries, index, *first);
  }
}

}  // namespace tagcache::generator
