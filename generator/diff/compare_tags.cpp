#include "diff/compare_tags.hpp"

#include <optional>
#include <set>

#include "diff/signature.hpp"
#include "model/tag_text.hpp"

namespace tagcache::generator {
namespace {

/// The child of `node` that C++ spells like `wanted`: what an id is called means nothing there.
std::optional<std::size_t> same_child(const CacheModel& model, std::size_t node, const TagNode& wanted) {
  for (const std::size_t child : model.tags[node].children) {
    const TagNode& tag = model.tags[child];
    if (tag.kind != wanted.kind) continue;
    if (tag.kind == TagNode::Kind::wild || tag.name == wanted.name) return child;
  }
  return std::nullopt;
}

/// Walks both trees together.
class TreeComparison {
 public:
  TreeComparison(const CacheModel& before, const CacheModel& after) : before_(before), after_(after) {
    walk(0, 0);
    compare_intersections();
  }

  std::vector<std::string> gone;
  std::vector<TagFilling> filled;

 private:
  void walk(std::size_t old, std::size_t now) {
    for (const std::size_t child : before_.tags[old].children) {
      const TagNode& tag = before_.tags[child];
      const std::optional<std::size_t> same = same_child(after_, now, tag);
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
};

}  // namespace

std::vector<std::string> tags_that_are_gone(const CacheModel& before, const CacheModel& after) {
  return TreeComparison(before, after).gone;
}

std::vector<TagFilling> tags_filled_otherwise(const CacheModel& before, const CacheModel& after) {
  return TreeComparison(before, after).filled;
}

}  // namespace tagcache::generator
