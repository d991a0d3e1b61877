#include "model/carried_intersections.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace tagcache::generator {
namespace {

/// A tag of an intersection as a query fills it.
struct Member {
  std::vector<ResultFilling> fillings;
  bool is_below = false;  ///< the query carries it only by a tag below it
};

bool is_same(const ResultFilling& one, const ResultFilling& other) {
  return one.argument == other.argument && one.path_text() == other.path_text();
}

std::size_t wild_count(const TagTree& tree, std::size_t node) {
  std::size_t count = 0;
  for (; node != 0; node = tree[node].parent) count += tree[node].kind == TagNode::Kind::wild ? 1 : 0;
  return count;
}

bool is_at_or_below(const TagTree& tree, std::size_t node, std::size_t above) {
  while (node > above) node = tree[node].parent;
  return node == above;
}

/// All tags of a query, as if each were known by its value only.
std::vector<ResultTag> tags_of(const Query& query) {
  std::vector<ResultTag> tags;
  for (const FilledTag& tag : query.tags) {
    ResultTag same{tag.node, {}};
    for (const std::size_t argument : tag.arguments) same.fillings.push_back({argument, {}});
    tags.push_back(std::move(same));
  }
  tags.insert(tags.end(), query.result_tags.begin(), query.result_tags.end());
  return tags;
}

/// The ways in which `tags` carry the tag `node`.
std::vector<Member> members_at(const std::vector<ResultTag>& tags, const TagTree& tree, std::size_t node) {
  const auto wild = static_cast<std::ptrdiff_t>(wild_count(tree, node));
  std::vector<Member> found;
  for (const ResultTag& tag : tags) {
    if (!is_at_or_below(tree, tag.node, node)) continue;
    const Member member{{tag.fillings.begin(), tag.fillings.begin() + wild}, tag.node != node};
    const auto same = std::find_if(found.begin(), found.end(), [&](const Member& other) {
      return std::equal(other.fillings.begin(), other.fillings.end(), member.fillings.begin(), is_same);
    });
    if (same == found.end()) {
      found.push_back(member);
    } else {
      same->is_below = same->is_below && member.is_below;
    }
  }
  return found;
}

/// Each member of the intersection so far with each of `more` behind it.
std::vector<ResultTag> crossed(const std::vector<ResultTag>& front, const std::vector<Member>& more) {
  std::vector<ResultTag> all;
  for (const ResultTag& tag : front) {
    for (const Member& member : more) {
      ResultTag longer = tag;
      longer.fillings.insert(longer.fillings.end(), member.fillings.begin(), member.fillings.end());
      longer.is_below = longer.is_below || member.is_below;
      all.push_back(std::move(longer));
    }
  }
  return all;
}

void add(Query& query, ResultTag tag) {
  const auto is_argument = [](const ResultFilling& filling) { return filling.argument.has_value(); };
  if (!std::all_of(tag.fillings.begin(), tag.fillings.end(), is_argument)) {
    query.result_tags.push_back(std::move(tag));
    return;
  }
  FilledTag filled{tag.node, {}, tag.is_below};
  for (const ResultFilling& filling : tag.fillings) filled.arguments.push_back(*filling.argument);
  query.tags.push_back(std::move(filled));
}

}  // namespace

void add_carried_intersections(Query& query, const TagTree& tree) {
  const std::vector<ResultTag> tags = tags_of(query);
  for (std::size_t node = 1; node < tree.size(); ++node) {
    if (tree[node].kind != TagNode::Kind::all_of) continue;
    std::vector<ResultTag> carried{{node, {}}};
    for (const std::size_t member : tree[node].members) {
      carried = crossed(carried, members_at(tags, tree, member));
    }
    for (ResultTag& tag : carried) add(query, std::move(tag));
  }
}

}  // namespace tagcache::generator
