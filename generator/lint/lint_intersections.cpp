#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "lint/lint_context.hpp"
#include "model/tag_text.hpp"

/// Rules on intersections.
namespace tagcache::generator {
namespace {

/// The nodes of the intersections, in the order of the document: without an error there is one for each.
std::vector<std::size_t> intersections_of(const CacheModel& model) {
  std::vector<std::size_t> nodes;
  for (std::size_t node = 0; node < model.tags.size(); ++node) {
    if (model.tags[node].kind == TagNode::Kind::all_of) nodes.push_back(node);
  }
  return nodes;
}

std::string members_text(const CacheModel& model, std::size_t node) {
  std::string text;
  for (const std::size_t member : model.tags[node].members) {
    text += (text.empty() ? "" : ", ") + tag_pattern(model, member);
  }
  return text;
}

/// In a schema without queries entries are made by hand.
void find_unused(LintContext& context) {
  const CacheModel& model = context.model();
  if (model.queries.empty()) return;
  const std::vector<std::size_t> nodes = intersections_of(model);
  for (std::size_t index = 0; index < nodes.size(); ++index) {
    const SourceRange& place = context.document().intersections[index].range;
    const std::string text = tag_pattern(model, nodes[index]);
    if (context.reach().any_carried_at_or_below(nodes[index])) continue;
    if (context.subject_may(rules::unused_intersection, text, place)) continue;
    context.report(rules::unused_intersection,
                   {place,
                    "no query carries all tags of '" + text + "', so there is nothing to invalidate by it",
                    "tags that one query carries together, or tags below them",
                    "intersections without " + text + "; or tags: [" + members_text(model, nodes[index]) +
                        "] in the query that shows both",
                    {}});
  }
}

/// How many tags of the intersection have an id of each element of something.
std::size_t lists_in(const CacheModel& model, const ResultTag& tag) {
  std::size_t lists = 0;
  std::size_t wild = 0;
  for (const std::size_t member : model.tags[tag.node].members) {
    bool is_list = false;
    for (std::size_t end = wild + wild_count(model, member); wild < end; ++wild) {
      const std::vector<ResultStep>& path = tag.fillings[wild].path;
      is_list = is_list || std::any_of(path.begin(), path.end(),
                                       [](const ResultStep& step) { return step.kind == ResultStep::Kind::each; });
    }
    lists += is_list ? 1 : 0;
  }
  return lists;
}

void find_pairs_of_lists(LintContext& context) {
  const CacheModel& model = context.model();
  for (std::size_t query = 0; query < model.queries.size(); ++query) {
    std::set<std::size_t> seen;
    for (const ResultTag& tag : model.queries[query].result_tags) {
      if (lists_in(model, tag) < 2 || !seen.insert(tag.node).second) continue;
      if (context.query_may(rules::intersection_of_lists, query)) continue;
      const std::string text = tag_pattern(model, tag.node);
      context.report(rules::intersection_of_lists,
                     {context.document().queries[query].tags_from_result.front().range,
                      "an entry of " + model.queries[query].name + " carries '" + text +
                          "' for each pair of what its lists show: a hundred of each make ten thousand tags",
                      "an intersection of which one tag is known from the arguments",
                      "intersections without " + text + "; or allow: [" +
                          std::string(rules::intersection_of_lists.name) + "] if the lists are short",
                      {}});
    }
  }
}

}  // namespace

void lint_intersections(LintContext& context) {
  find_unused(context);
  find_pairs_of_lists(context);
}

}  // namespace tagcache::generator
