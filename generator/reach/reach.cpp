#include "reach/reach.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "model/tag_text.hpp"

namespace tagcache::generator {

namespace {

/// Known only when the query has run, for each element on the way.
CarriedTag carried_by_result(std::size_t query, const ResultTag& tag) {
  CarriedTag carried{query, tag.node, {}, {}, tag.is_below};
  for (const ResultFilling& filling : tag.fillings) {
    carried.fillings.push_back(filling.argument);
    carried.paths.push_back(filling.argument ? "" : filling.path_text());
  }
  return carried;
}

}  // namespace

ReachMap::ReachMap(const CacheModel& model) {
  for (std::size_t query = 0; query < model.queries.size(); ++query) {
    first_carried_.push_back(carried_.size());
    for (const FilledTag& tag : model.queries[query].tags) {
      carried_.push_back({query, tag.node, {tag.arguments.begin(), tag.arguments.end()}, {}, tag.is_below});
    }
    for (const ResultTag& tag : model.queries[query].result_tags) carried_.push_back(carried_by_result(query, tag));
  }
  first_carried_.push_back(carried_.size());
  for (std::size_t mutation = 0; mutation < model.mutations.size(); ++mutation) {
    first_invalidated_.push_back(invalidated_.size());
    const std::vector<FilledTag>& tags = model.mutations[mutation].invalidates;
    for (std::size_t position = 0; position < tags.size(); ++position) {
      invalidated_.push_back({mutation, position, tags[position].node, tags[position].arguments});
    }
  }
  first_invalidated_.push_back(invalidated_.size());
  place_nodes(model);
  place_tags();
}

void ReachMap::place_nodes(const CacheModel& model) {
  const std::size_t count = model.tags.size();
  std::vector<std::size_t> sizes(count, 1);
  // Parents stand before their children.
  for (std::size_t node = count; node-- > 1;) sizes[model.tags[node].parent] += sizes[node];
  subtrees_.resize(count);
  std::vector<std::size_t> free_place(count, 1);
  if (count > 0) subtrees_[0] = {0, count};
  for (std::size_t node = 1; node < count; ++node) {
    std::size_t& place = free_place[model.tags[node].parent];
    subtrees_[node] = {place, place + sizes[node]};
    free_place[node] = place + 1;
    place += sizes[node];
  }
}

void ReachMap::place_tags() {
  const auto in_walk = [this](const auto& tags) {
    std::vector<std::size_t> order(tags.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
      return std::pair(subtrees_[tags[left].node].begin, left) < std::pair(subtrees_[tags[right].node].begin, right);
    });
    return order;
  };
  carried_in_walk_ = in_walk(carried_);
  invalidated_in_walk_ = in_walk(invalidated_);
  const std::span<const std::size_t> all = carried_in_walk_;
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t node = carried_[all[begin]].node;
    std::size_t end = begin;
    while (end < all.size() && carried_[all[end]].node == node) ++end;
    carried_nodes_.push_back({node, all.subspan(begin, end - begin)});
    begin = end;
  }
}

std::span<const CarriedTag> ReachMap::carried_by(std::size_t query) const {
  const std::size_t begin = first_carried_[query];
  return std::span(carried_).subspan(begin, first_carried_[query + 1] - begin);
}

std::span<const InvalidatedTag> ReachMap::invalidated_by(std::size_t mutation) const {
  const std::size_t begin = first_invalidated_[mutation];
  return std::span(invalidated_).subspan(begin, first_invalidated_[mutation + 1] - begin);
}

bool ReachMap::is_at_or_below(std::size_t node, std::size_t ancestor) const {
  const std::size_t place = subtrees_[node].begin;
  return subtrees_[ancestor].begin <= place && place < subtrees_[ancestor].end;
}

std::span<const CarriedNode> ReachMap::carried_nodes_below(std::size_t node) const {
  const auto is_before = [this](const CarriedNode& carried, std::size_t place) {
    return subtrees_[carried.node].begin < place;
  };
  const auto begin = std::lower_bound(carried_nodes_.begin(), carried_nodes_.end(), subtrees_[node].begin, is_before);
  return {begin, std::lower_bound(begin, carried_nodes_.end(), subtrees_[node].end, is_before)};
}

std::span<const std::size_t> ReachMap::invalidated_within(std::size_t begin, std::size_t end) const {
  const auto is_before = [this](std::size_t tag, std::size_t place) {
    return subtrees_[invalidated_[tag].node].begin < place;
  };
  const auto first = std::lower_bound(invalidated_in_walk_.begin(), invalidated_in_walk_.end(), begin, is_before);
  return {first, std::lower_bound(first, invalidated_in_walk_.end(), end, is_before)};
}

bool ReachMap::any_invalidated_at_or_below(std::size_t node) const {
  return !invalidated_within(subtrees_[node].begin, subtrees_[node].end).empty();
}

std::span<const std::size_t> ReachMap::invalidated_at(std::size_t node) const {
  return invalidated_within(subtrees_[node].begin, subtrees_[node].begin + 1);
}

std::vector<ReachedTag> ReachMap::reached_by(std::size_t node) const {
  std::vector<ReachedTag> reached;
  for (const CarriedNode& below : carried_nodes_below(node)) {
    for (const std::size_t index : below.carried) {
      const bool is_at = below.node == node && !carried_[index].is_below;
      reached.push_back({index, is_at ? ReachKind::at : ReachKind::below});
    }
  }
  std::sort(reached.begin(), reached.end(),
            [](const ReachedTag& left, const ReachedTag& right) { return left.carried < right.carried; });
  return reached;
}

bool ReachMap::reaches_entry(const InvalidatedTag& invalidated, std::size_t query,
                             const std::vector<PassedValue>& arguments) const {
  const std::span<const CarriedTag> tags = carried_by(query);
  return std::any_of(tags.begin(), tags.end(), [&](const CarriedTag& tag) {
    if (!is_at_or_below(tag.node, invalidated.node)) return false;
    for (std::size_t wild = 0; wild < invalidated.arguments.size(); ++wild) {
      const Filling& filling = tag.fillings[wild];
      if (filling && arguments[*filling].argument != invalidated.arguments[wild]) return false;
    }
    return true;
  });
}

bool covers(const CacheModel& model, const ReachMap& map, std::size_t invalidated, std::size_t node) {
  const std::vector<std::size_t>& members = model.tags[node].members;
  return map.is_at_or_below(node, invalidated) || std::any_of(members.begin(), members.end(), [&](std::size_t member) {
           return map.is_at_or_below(member, invalidated);
         });
}

std::size_t wild_count(const CacheModel& model, std::size_t node) { return wild_segments(model, node).size(); }

std::string text_of(const CacheModel& model, const CarriedTag& tag) {
  const std::vector<Argument>& arguments = model.queries[tag.query].arguments;
  std::vector<std::string> names;
  for (std::size_t wild = 0; wild < tag.fillings.size(); ++wild) {
    const Filling& filling = tag.fillings[wild];
    names.push_back(filling ? arguments[*filling].name : tag.paths[wild]);
  }
  return tag_expression(model, tag.node, "", names);
}

std::string text_of(const CacheModel& model, const InvalidatedTag& tag) {
  const std::vector<Argument>& arguments = model.mutations[tag.mutation].arguments;
  std::vector<std::string> names;
  for (const std::size_t argument : tag.arguments) names.push_back(arguments[argument].name);
  return tag_expression(model, tag.node, "", names);
}

std::string call_text(const std::string& name, const std::vector<Argument>& arguments) {
  std::string text;
  for (const Argument& argument : arguments) text += (text.empty() ? "" : ", ") + argument.name;
  return name + '(' + text + ')';
}

std::string call_text(const CacheModel& model, const Mutation& mutation, const Recache& recache) {
  std::string text;
  for (const PassedValue& passed : recache.arguments) {
    text += (text.empty() ? "" : ", ") + (passed.argument ? mutation.arguments[*passed.argument].name : passed.value);
  }
  return model.queries[recache.query].name + '(' + text + ')';
}

}  // namespace tagcache::generator
