#include "diff/compare_tags.hpp"

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

#include "model/query_identity.hpp"
#include "model/tag_text.hpp"

namespace tagcache::generator {
namespace {

/// The tags of a schema as C++ spells them, and as they are stored: what an id is called means nothing there.
class Children {
 public:
  explicit Children(const CacheModel& model) {
    for (std::size_t node = 1; node < model.tags.size(); ++node) {
      const TagNode& tag = model.tags[node];
      by_name_.emplace(Place{tag.parent, tag.kind, name_of(tag)}, node);
      if (tag.kind == TagNode::Kind::fixed) by_text_.emplace(Place{tag.parent, tag.kind, tag.stored()}, node);
    }
  }

  /// The child of `node` that is spelt like `wanted`.
  [[nodiscard]] std::optional<std::size_t> named(std::size_t node, const TagNode& wanted) const {
    return found(by_name_, {node, wanted.kind, name_of(wanted)});
  }

  /// The one that is stored like `wanted`.
  [[nodiscard]] std::optional<std::size_t> stored(std::size_t node, const TagNode& wanted) const {
    return found(by_text_, {node, wanted.kind, wanted.stored()});
  }

 private:
  using Place = std::tuple<std::size_t, TagNode::Kind, std::string_view>;
  using Nodes = std::map<Place, std::size_t>;

  static std::string_view name_of(const TagNode& tag) {
    return tag.kind == TagNode::Kind::wild ? std::string_view() : std::string_view(tag.name);
  }

  static std::optional<std::size_t> found(const Nodes& nodes, const Place& place) {
    const auto node = nodes.find(place);
    return node == nodes.end() ? std::nullopt : std::optional(node->second);
  }

  Nodes by_name_;
  Nodes by_text_;
};

/// Walks both trees together.
class TreeComparison {
 public:
  TreeComparison(const CacheModel& before, const CacheModel& after)
      : before_(before), after_(after), children_before_(before), children_after_(after) {
    walk(0, 0);
    compare_intersections();
  }

  std::vector<std::string> gone;
  std::vector<TagFilling> filled;
  std::vector<TagRenaming> renamed;

 private:
  void walk(std::size_t old, std::size_t now) {
    for (const std::size_t child : before_.tags[old].children) {
      const TagNode& tag = before_.tags[child];
      const std::optional<std::size_t> same = same_child(old, now, tag);
      if (!same) {
        gone.push_back(tag_pattern(before_, child));
        continue;
      }
      same_.emplace(child, *same);
      compare_names(child, *same);
      if (tag.kind == TagNode::Kind::wild) compare_types(child, *same);
      walk(child, *same);
    }
  }

  /// The one of its name; else the one of its text, when its name is new.
  [[nodiscard]] std::optional<std::size_t> same_child(std::size_t old, std::size_t now, const TagNode& tag) const {
    const std::optional<std::size_t> named = children_after_.named(now, tag);
    if (named || tag.kind != TagNode::Kind::fixed) return named;
    const std::optional<std::size_t> stored = children_after_.stored(now, tag);
    return stored && !children_before_.named(old, after_.tags[*stored]) ? stored : std::nullopt;
  }

  void compare_names(std::size_t old, std::size_t now) {
    const TagNode& before = before_.tags[old];
    const TagNode& after = after_.tags[now];
    if (before.kind != TagNode::Kind::fixed) return;
    if (before.name != after.name) renamed.push_back({tag_pattern(before_, old), tag_pattern(after_, now), false});
    if (before.stored() != after.stored()) {
      renamed.push_back({stored_pattern(before_, old), stored_pattern(after_, now), true});
    }
  }

  void compare_intersections() {
    std::set<std::set<std::size_t>> present;
    for (const TagNode& tag : after_.tags) present.emplace(tag.members.begin(), tag.members.end());
    for (std::size_t node = 0; node < before_.tags.size(); ++node) {
      if (before_.tags[node].kind != TagNode::Kind::all_of) continue;
      const std::optional<std::set<std::size_t>> members = same_members(node);
      if (!members || !present.contains(*members)) gone.push_back(tag_pattern(before_, node));
    }
  }

  /// Where the tags of an intersection are now; nothing when one is gone.
  [[nodiscard]] std::optional<std::set<std::size_t>> same_members(std::size_t node) const {
    std::set<std::size_t> members;
    for (const std::size_t member : before_.tags[node].members) {
      const auto same = same_.find(member);
      if (same == same_.end()) return std::nullopt;
      members.insert(same->second);
    }
    return members;
  }

  void compare_types(std::size_t old, std::size_t now) {
    const std::string& before = before_.ids[before_.tags[old].id].type;
    const std::string& after = after_.ids[after_.tags[now].id].type;
    if (type_identity(before) != type_identity(after)) filled.push_back({tag_pattern(before_, old), before, after});
  }

  const CacheModel& before_;
  const CacheModel& after_;
  const Children children_before_;
  const Children children_after_;
  std::map<std::size_t, std::size_t> same_;  ///< by nodes of before
};

}  // namespace

std::vector<std::string> tags_that_are_gone(const CacheModel& before, const CacheModel& after) {
  return TreeComparison(before, after).gone;
}

std::vector<TagRenaming> tags_renamed(const CacheModel& before, const CacheModel& after) {
  return TreeComparison(before, after).renamed;
}

std::vector<TagFilling> tags_filled_otherwise(const CacheModel& before, const CacheModel& after) {
  return TreeComparison(before, after).filled;
}

}  // namespace tagcache::generator
