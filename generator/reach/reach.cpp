#include "reach/reach.hpp"

#include <algorithm>

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

ReachMap reach_map(const CacheModel& model) {
  ReachMap map;
  for (std::size_t query = 0; query < model.queries.size(); ++query) {
    for (const FilledTag& tag : model.queries[query].tags) {
      map.carried.push_back({query, tag.node, {tag.arguments.begin(), tag.arguments.end()}, {}, tag.is_below});
    }
    for (const ResultTag& tag : model.queries[query].result_tags) {
      map.carried.push_back(carried_by_result(query, tag));
    }
  }
  for (std::size_t mutation = 0; mutation < model.mutations.size(); ++mutation) {
    const std::vector<FilledTag>& tags = model.mutations[mutation].invalidates;
    for (std::size_t position = 0; position < tags.size(); ++position) {
      map.invalidated.push_back({mutation, position, tags[position].node, tags[position].arguments});
    }
  }
  return map;
}

bool ReachMap::any_carried_at_or_below(const CacheModel& model, std::size_t node) const {
  return std::any_of(carried.begin(), carried.end(),
                     [&](const CarriedTag& tag) { return is_at_or_below(model, tag.node, node); });
}

bool ReachMap::any_invalidated_at_or_below(const CacheModel& model, std::size_t node) const {
  return std::any_of(invalidated.begin(), invalidated.end(),
                     [&](const InvalidatedTag& tag) { return is_at_or_below(model, tag.node, node); });
}

bool is_at_or_below(const CacheModel& model, std::size_t node, std::size_t ancestor) {
  // Parents stand before their children.
  while (node > ancestor) node = model.tags[node].parent;
  return node == ancestor;
}

std::vector<ReachedTag> reached_by(const CacheModel& model, const ReachMap& map, std::size_t node) {
  std::vector<ReachedTag> reached;
  for (std::size_t index = 0; index < map.carried.size(); ++index) {
    const auto& [query, carried, fillings, paths, is_below] = map.carried[index];
    if (!is_at_or_below(model, carried, node)) continue;
    reached.push_back({index, carried == node && !is_below ? ReachKind::at : ReachKind::below});
  }
  return reached;
}

bool reaches_entry(const CacheModel& model, const ReachMap& map, const InvalidatedTag& invalidated, std::size_t query,
                   const std::vector<PassedValue>& arguments) {
  return std::any_of(map.carried.begin(), map.carried.end(), [&](const CarriedTag& tag) {
    if (tag.query != query || !is_at_or_below(model, tag.node, invalidated.node)) return false;
    for (std::size_t wild = 0; wild < invalidated.arguments.size(); ++wild) {
      const Filling& filling = tag.fillings[wild];
      if (filling && arguments[*filling].argument != invalidated.arguments[wild]) return false;
    }
    return true;
  });
}

bool covers(const CacheModel& model, std::size_t invalidated, std::size_t node) {
  const std::vector<std::size_t>& members = model.tags[node].members;
  return is_at_or_below(model, node, invalidated) ||
         std::any_of(members.begin(), members.end(),
                     [&](std::size_t member) { return is_at_or_below(model, member, invalidated); });
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
