#include "model/tag_tree.hpp"

#include <algorithm>

namespace tagcache::generator {

TagTree::TagTree() : nodes_(1), places_(1) {}

std::optional<std::size_t> TagTree::fixed_child(std::size_t node, const std::string& name) const {
  const auto child = fixed_.find({node, name});
  return child == fixed_.end() ? std::nullopt : std::optional(child->second);
}

std::optional<std::size_t> TagTree::wild_child(std::size_t node) const {
  const std::vector<std::size_t>& children = nodes_[node].children;
  if (children.empty() || nodes_[children.back()].kind != TagNode::Kind::wild) return std::nullopt;
  return children.back();
}

std::size_t TagTree::add(std::size_t parent, TagNode::Kind kind, const Text& name, std::size_t id) {
  const std::size_t node = nodes_.size();
  const bool wild_stands_last = wild_child(parent).has_value();
  std::vector<std::size_t>& children = nodes_[parent].children;
  children.insert(wild_stands_last ? children.end() - 1 : children.end(), node);
  if (kind == TagNode::Kind::fixed) fixed_.emplace(std::pair(parent, name.value), node);
  TagNode added;
  added.kind = kind;
  added.name = name.value;
  added.parent = parent;
  added.id = id;
  nodes_.push_back(std::move(added));
  places_.push_back(name.range);
  return node;
}

std::size_t TagTree::add_intersection(std::vector<std::size_t> members, const SourceRange& place) {
  TagNode added;
  added.kind = TagNode::Kind::all_of;
  added.members = std::move(members);
  nodes_.push_back(std::move(added));
  places_.push_back(place);
  return nodes_.size() - 1;
}

void TagTree::set_text(std::size_t node, const Text& text) {
  nodes_[node].text = text.value;
  text_places_[node] = text.range;
}

std::optional<std::size_t> TagTree::stored_child(std::size_t node, const std::string& text) const {
  for (const std::size_t child : nodes_[node].children) {
    if (nodes_[child].kind == TagNode::Kind::fixed && nodes_[child].stored() == text) return child;
  }
  return std::nullopt;
}

const SourceRange& TagTree::text_place(std::size_t node) const {
  const auto place = text_places_.find(node);
  return place == text_places_.end() ? places_[node] : place->second;
}

bool TagTree::is_complete_at(std::size_t node) const {
  while (node != 0 && !incomplete_.contains(node)) node = nodes_[node].parent;
  return !incomplete_.contains(node);
}

std::string TagTree::pattern(std::size_t node) const {
  if (node == 0) return {};
  const TagNode& last = nodes_[node];
  std::string all;
  for (const std::size_t member : last.members) all += (all.empty() ? "" : " & ") + pattern(member);
  if (!all.empty()) return all;
  const std::string front = pattern(last.parent);
  if (last.kind == TagNode::Kind::wild) return front + '(' + last.name + ')';
  return front.empty() ? last.name : front + '.' + last.name;
}

std::vector<std::string> TagTree::patterns_below(std::size_t node) const {
  std::vector<std::string> patterns;
  for (const std::size_t child : nodes_[node].children) patterns.push_back(pattern(child));
  return patterns;
}

std::vector<std::string> TagTree::fixed_names(std::size_t node) const {
  std::vector<std::string> names;
  for (const std::size_t child : nodes_[node].children) {
    if (nodes_[child].kind == TagNode::Kind::fixed) names.push_back(nodes_[child].name);
  }
  return names;
}

}  // namespace tagcache::generator
