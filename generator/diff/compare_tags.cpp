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

/// The tags of a schema as C++ spells them: what an id is called means nothing there.
class ChildrenByName {
 public:
  explicit ChildrenByName(const CacheModel& model) {
    for (std::size_t node = 1; node < model.tags.size(); ++node) {
      children_.emplace(name_of(model.tags[node].parent, model.tags[node]), node);
    }
  }

  /// The child of `node` that is spelt like `wanted`.
  [[nodiscard]] std::optional<std::size_t> same_child(std::size_t node, const TagNode& wanted) const {
    const auto found = children_.find(name_of(node, wanted));
    return found == children_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  using Name = std::tuple<std::size_t, TagNode::Kind, std::string_view>;

  static Name name_of(std::size_t parent, const TagNode& tag) {
    return {parent, tag.kind, tag.kind == TagNode::Kind::wild ? std::string_view() : std::string_view(tag.name)};
  }

  std::map<Name, std::size_t> children_;
};

/// Walks both trees together.
class TreeComparison {
 public:
  TreeComparison(const CacheModel& before, const CacheModel& after)
      : before_(before), after_(after), children_after_(after) {
    walk(0, 0);
    compare_intersections();
  }

  std::vector<std::string> gone;
  std::vector<TagFilling> filled;

 private:
  void walk(std::size_t old, std::size_t now) {
    for (const std::size_t child : before_.tags[old].children) {
      const TagNode& tag = before_.tags[child];
      const std::optional<std::size_t> same = children_after_.same_child(now, tag);
      if (!same) {
        gone.push_back(tag_pattern(before_, child));
        continue;
      }
      if (tag.kind == TagNode::Kind::wild) compare_types(child, *same);
      walk(child, *same);
    }
  }

  void compare_intersections() {
    std::set<std::set<std::string>> present;
    for (std::size_t node = 0; node < after_.tags.size(); ++node) present.insert(spelled(after_, node));
    for (std::size_t node = 0; node < before_.tags.size(); ++node) {
      const bool is_intersection = before_.tags[node].kind == TagNode::Kind::all_of;
      if (is_intersection && !present.contains(spelled(before_, node))) gone.push_back(tag_pattern(before_, node));
    }
  }

  /// The tags of an intersection, whatever their ids are called, and in whatever order.
  static std::set<std::string> spelled(const CacheModel& model, std::size_t node) {
    std::set<std::string> members;
    for (const std::size_t member : model.tags[node].members) {
      const std::vector<std::string> ids(wild_segments(model, member).size(), "id");
      members.insert(tag_expression(model, member, "", ids));
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
  const ChildrenByName children_after_;
};

}  // namespace

std::vector<std::string> tags_that_are_gone(const CacheModel& before, const CacheModel& after) {
  return TreeComparison(before, after).gone;
}

std::vector<TagFilling> tags_filled_otherwise(const CacheModel& before, const CacheModel& after) {
  return TreeComparison(before, after).filled;
}

}  // namespace tagcache::generator
