#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/resolve_context.hpp"
#include "model/undeclared_intersection.hpp"

/// Binds intersections that a mutation invalidates.
namespace tagcache::generator {
namespace {

/// The tags of an intersection, each by itself; nothing when one has an error.
std::optional<std::map<std::size_t, FilledTag>> resolve_members(const WrittenTag& written,
                                                                const ArgumentList& arguments,
                                                                const ResolveContext& context,
                                                                const std::string& owner) {
  std::map<std::size_t, FilledTag> members;
  std::vector<const WrittenTag*> all{&written};
  for (const WrittenTag& other : written.others) all.push_back(&other);
  bool all_bound = true;
  for (const WrittenTag* one : all) {
    std::optional<FilledTag> bound = resolve_filled_tag(*one, arguments, context, owner);
    all_bound = all_bound && bound.has_value();
    if (bound) members.emplace(bound->node, std::move(*bound));
  }
  return all_bound ? std::optional(std::move(members)) : std::nullopt;
}

/// Of two users nobody says which is which: no intersection has a tag twice.
void refuse_twice(const WrittenTag& written, const ResolveContext& context) {
  context.diagnostics.report({"intersection-overlap",
                              written.range,
                              "an intersection has each tag once, whatever fills its ids",
                              "tags of which none is another one",
                              "the tag once, and another tag",
                              {}});
}

void refuse_undeclared(const WrittenTag& written, const std::map<std::size_t, FilledTag>& members,
                       const ResolveContext& context) {
  if (!context.all_intersections) return;
  std::string wanted;
  for (const auto& [node, member] : members) wanted += (wanted.empty() ? "" : " & ") + context.tree.pattern(node);
  std::vector<std::string> known;
  for (const auto& [nodes, node] : context.intersections) known.push_back(context.tree.pattern(node));
  context.diagnostics.report(undeclared_intersection(written.range, wanted, known));
}

}  // namespace

std::optional<FilledTag> resolve_filled_intersection(const WrittenTag& written, const ArgumentList& arguments,
                                                     const ResolveContext& context, const std::string& owner) {
  const auto members = resolve_members(written, arguments, context, owner);
  if (!members) return std::nullopt;
  if (members->size() != 1 + written.others.size()) {
    refuse_twice(written, context);
    return std::nullopt;
  }
  std::set<std::size_t> nodes;
  for (const auto& [node, member] : *members) nodes.insert(node);
  const auto declared = context.intersections.find(nodes);
  if (declared == context.intersections.end()) {
    refuse_undeclared(written, *members, context);
    return std::nullopt;
  }
  FilledTag filled{declared->second, {}};
  for (const std::size_t member : context.tree[declared->second].members) {
    const std::vector<std::size_t>& more = members->at(member).arguments;
    filled.arguments.insert(filled.arguments.end(), more.begin(), more.end());
  }
  return filled;
}

}  // namespace tagcache::generator
