#include "lint/narrowing.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "model/tag_text.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {

Narrowing::Narrowing(const LintContext& context) : context_(context) {
  const std::vector<TagNode>& tags = context.model().tags;
  for (std::size_t node = 1; node < tags.size(); ++node) {
    if (is_wild(node)) wild_nodes_[tags[node].name].push_back(node);
  }
}

bool Narrowing::is_possible(const InvalidatedTag& tag) const {
  const ReachMap& reach = context_.reach();
  const std::span<const CarriedNode> carried = reach.carried_nodes_below(tag.node);
  if (carried.empty()) return false;
  // A query of one user shows, as a rule, something of all that is below: a write below may well mean that user.
  if (carried.front().node == tag.node && is_wild(tag.node)) return false;
  const std::vector<std::size_t>& children = context_.model().tags[tag.node].children;
  const bool has_wild = !children.empty() && is_wild(children.back());
  // What belongs to other ids has to go as well.
  if (has_wild && reach.any_carried_at_or_below(children.back()) && !is_filled(tag, children.back())) return false;
  const std::vector<std::size_t> unused = unused_arguments(tag);
  return std::any_of(unused.begin(), unused.end(), [&](std::size_t argument) {
    const auto nodes = wild_nodes_.find(id_of_argument(tag, argument));
    return nodes != wild_nodes_.end() && std::any_of(nodes->second.begin(), nodes->second.end(), [&](std::size_t node) {
             return begins_branch(node, tag.node) && reach.any_carried_at_or_below(node);
           });
  });
}

NarrowerTags Narrowing::narrower(const InvalidatedTag& tag) {
  const CacheModel& model = context_.model();
  NarrowerTags narrower;
  std::set<std::size_t> unfilled;
  const std::vector<std::size_t> unused = unused_arguments(tag);
  for (const Branch& branch : branches_below(tag.node)) {
    bool is_filled = false;
    for (const std::size_t argument : unused) {
      if (!branch.is_wild || id_of_argument(tag, argument) != model.tags[branch.node].name) continue;
      const std::string& name = model.mutations[tag.mutation].arguments[argument].name;
      add_tag(narrower, tag, branch.node, name);
      add_argument(narrower, name);
      is_filled = true;
    }
    // Of other ids the tag in front of them has to go.
    const std::size_t whole = branch.is_wild ? model.tags[branch.node].parent : branch.node;
    if (!is_filled && unfilled.insert(whole).second) add_tag(narrower, tag, whole, {});
  }
  const CarriedNode& first = context_.reach().carried_nodes_below(tag.node).front();
  std::size_t last = model.queries.size();
  for (const std::size_t index : first.carried) {
    const std::size_t query = context_.reach().carried()[index].query;
    if (first.node != tag.node || query == std::exchange(last, query)) continue;
    if (++narrower.carried_at_count <= most_shown) narrower.carried_at.push_back(model.queries[query].name);
  }
  return narrower;
}

void Narrowing::add_argument(NarrowerTags& narrower, const std::string& name) {
  std::vector<std::string>& names = narrower.arguments;
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

void Narrowing::add_tag(NarrowerTags& narrower, const InvalidatedTag& tag, std::size_t node,
                        const std::string& further) const {
  if (++narrower.tag_count > most_listed) return;
  const std::vector<Argument>& arguments = context_.model().mutations[tag.mutation].arguments;
  std::vector<std::string> names;
  for (const std::size_t argument : tag.arguments) names.push_back(arguments[argument].name);
  if (!further.empty()) names.push_back(further);
  narrower.tags.push_back(tag_expression(context_.model(), node, "", names));
}

bool Narrowing::is_wild(std::size_t node) const { return context_.model().tags[node].kind == TagNode::Kind::wild; }

bool Narrowing::is_filled(const InvalidatedTag& tag, std::size_t node) const {
  const std::vector<std::size_t> unused = unused_arguments(tag);
  return std::any_of(unused.begin(), unused.end(), [&](std::size_t argument) {
    return id_of_argument(tag, argument) == context_.model().tags[node].name;
  });
}

std::vector<std::size_t> Narrowing::unused_arguments(const InvalidatedTag& tag) const {
  std::vector<std::size_t> unused;
  const std::size_t count = context_.document().mutations[tag.mutation].arguments.size();
  for (std::size_t index = 0; index < count; ++index) {
    const bool is_used = std::find(tag.arguments.begin(), tag.arguments.end(), index) != tag.arguments.end();
    if (!is_used) unused.push_back(index);
  }
  return unused;
}

const std::string& Narrowing::id_of_argument(const InvalidatedTag& tag, std::size_t argument) const {
  const WrittenArgument& written = context_.document().mutations[tag.mutation].arguments[argument];
  return written.type ? written.type->value : written.name.value;
}

bool Narrowing::begins_branch(std::size_t node, std::size_t tag) const {
  if (node == tag || !context_.reach().is_at_or_below(node, tag)) return false;
  for (std::size_t above = context_.model().tags[node].parent; above != tag;
       above = context_.model().tags[above].parent) {
    if (is_wild(above)) return false;
  }
  return true;
}

Narrowing::Branch Narrowing::branch_of(std::size_t node, std::size_t tag) const {
  Branch branch{node, false};
  for (std::size_t step = node; step != tag; step = context_.model().tags[step].parent) {
    if (is_wild(step)) branch = {step, true};
  }
  return branch;
}

const std::vector<Narrowing::Branch>& Narrowing::branches_below(std::size_t tag) {
  const auto [found, is_new] = branches_.try_emplace(tag);
  if (!is_new) return found->second;
  // In the order of the queries that carry them.
  std::map<std::size_t, std::size_t> first_carried;
  for (const CarriedNode& carried : context_.reach().carried_nodes_below(tag)) {
    if (carried.node == tag) continue;
    const std::size_t branch = branch_of(carried.node, tag).node;
    const auto [first, is_first] = first_carried.emplace(branch, carried.carried.front());
    if (!is_first) first->second = std::min(first->second, carried.carried.front());
  }
  std::vector<std::pair<std::size_t, std::size_t>> in_order;
  for (const auto& [branch, first] : first_carried) in_order.emplace_back(first, branch);
  std::sort(in_order.begin(), in_order.end());
  for (const auto& [first, branch] : in_order) found->second.push_back(branch_of(branch, tag));
  return found->second;
}

}  // namespace tagcache::generator
