#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lint/lint_context.hpp"
#include "model/tag_text.hpp"
#include "support/suggestion.hpp"

/// Rules on what the tags of a mutation reach.
namespace tagcache::generator {
namespace {

const SourceRange& place_of(const LintContext& context, const InvalidatedTag& tag) {
  return context.document().mutations[tag.mutation].invalidates[tag.position].range;
}

/// The carried tag nearest above `node`: what was most likely meant, as an invalidation does not go up.
const CarriedTag* nearest_above(const LintContext& context, std::size_t node) {
  for (; node != 0; node = context.model().tags[node].parent) {
    const std::span<const CarriedNode> below = context.reach().carried_nodes_below(node);
    if (!below.empty() && below.front().node == node) return &context.reach().carried()[below.front().carried.front()];
  }
  return nullptr;
}

/// The front part of `tag` that ends at `node`, filled as the mutation fills it.
std::string shortened(const CacheModel& model, const InvalidatedTag& tag, std::size_t node) {
  return text_of(model, InvalidatedTag{tag.mutation, tag.position, node, tag.arguments});
}

/// Of an intersection its tags: a query that carries them carries it.
std::string tags_to_carry(const CacheModel& model, std::size_t node) {
  std::string tags;
  for (const std::size_t member : model.tags[node].members) {
    tags += (tags.empty() ? "" : ", ") + tag_pattern(model, member);
  }
  return tags.empty() ? tag_pattern(model, node) : tags;
}

/// In a schema without queries entries are made by hand.
void find_reaching_nothing(LintContext& context) {
  const CacheModel& model = context.model();
  if (model.queries.empty()) return;
  for (const InvalidatedTag& tag : context.reach().invalidated()) {
    if (context.reach().any_carried_at_or_below(tag.node)) continue;
    if (context.mutation_may(rules::reaches_nothing, tag.mutation)) continue;
    const std::string text = text_of(model, tag);
    Finding finding{place_of(context, tag),
                    "no query carries '" + text + "' or a tag below it, so this invalidates nothing",
                    "a tag that a query carries",
                    "invalidates without " + text + ", or tags: [" + tags_to_carry(model, tag.node) +
                        "] in the query that shows what is written",
                    {}};
    if (const CarriedTag* const above = nearest_above(context, tag.node)) {
      const Query& query = model.queries[above->query];
      finding.expected = "a tag that a query carries, or one above such a tag; an invalidation never goes up";
      finding.cure = shortened(model, tag, above->node);
      finding.notes = {{context.document().queries[above->query].tags_range,
                        query.name + " carries '" + text_of(model, *above) + "', which is above"}};
    }
    context.report(rules::reaches_nothing, std::move(finding));
  }
}

/// Whether all that `inner` of the same mutation reaches is reached by `outer` as well.
bool covers(const CacheModel& model, const ReachMap& reach, const InvalidatedTag& outer, const InvalidatedTag& inner) {
  if (outer.position == inner.position) return false;
  if (reach.is_at_or_below(inner.node, outer.node)) {
    return std::equal(outer.arguments.begin(), outer.arguments.end(), inner.arguments.begin());
  }
  auto arguments = inner.arguments.begin();
  for (const std::size_t member : model.tags[inner.node].members) {
    const bool is_outside = reach.is_at_or_below(member, outer.node);
    if (is_outside && std::equal(outer.arguments.begin(), outer.arguments.end(), arguments)) return true;
    arguments += static_cast<std::ptrdiff_t>(wild_count(model, member));
  }
  return false;
}

void find_covered(LintContext& context) {
  const CacheModel& model = context.model();
  const ReachMap& reach = context.reach();
  for (const InvalidatedTag& tag : reach.invalidated()) {
    const std::span<const InvalidatedTag> all = reach.invalidated_by(tag.mutation);
    const auto outer = std::find_if(all.begin(), all.end(),
                                    [&](const InvalidatedTag& other) { return covers(model, reach, other, tag); });
    if (outer == all.end() || context.mutation_may(rules::covered_invalidation, tag.mutation)) continue;
    const std::string text = text_of(model, tag);
    context.report(rules::covered_invalidation,
                   {place_of(context, tag),
                    "'" + text_of(model, *outer) + "' invalidates '" + text + "' already, as it does " +
                        (model.tags[tag.node].members.empty() ? "all tags below it" : "all that carries it"),
                    "only the tag that stands above",
                    "invalidates without " + text,
                    {{place_of(context, *outer), "invalidated here"}}});
  }
}

void find_without_effect(LintContext& context) {
  const CacheModel& model = context.model();
  for (std::size_t index = 0; index < model.mutations.size(); ++index) {
    const Mutation& mutation = model.mutations[index];
    if (!mutation.invalidates.empty() || !mutation.recache.empty()) continue;
    if (context.mutation_may(rules::no_effect, index)) continue;
    context.report(rules::no_effect,
                   {context.document().mutations[index].name.range,
                    mutation.name + " neither invalidates nor warms anything: entries that show what it writes stay",
                    "the tags of the queries that show what it writes",
                    "invalidates: [...]; or allow: [" + std::string(rules::no_effect.name) + "] if no query shows it",
                    {}});
  }
}

/// Where the mutation reaches the query, but with other arguments: the tag to add.
std::optional<std::string> tag_to_invalidate(const CacheModel& model, const ReachMap& reach, const Mutation& mutation,
                                             const Recache& recache) {
  for (const CarriedTag& tag : reach.carried_by(recache.query)) {
    std::vector<std::string> names;
    for (const Filling& filling : tag.fillings) {
      const std::optional<std::size_t> passed = filling ? recache.arguments[*filling].argument : std::nullopt;
      if (!passed) break;
      names.push_back(mutation.arguments[*passed].name);
    }
    if (names.size() == tag.fillings.size()) return tag_expression(model, tag.node, "", names);
  }
  return std::nullopt;
}

void find_idle_recache(LintContext& context) {
  const CacheModel& model = context.model();
  for (std::size_t index = 0; index < model.mutations.size(); ++index) {
    const Mutation& mutation = model.mutations[index];
    for (std::size_t position = 0; position < mutation.recache.size(); ++position) {
      const Recache& recache = mutation.recache[position];
      const std::span<const InvalidatedTag> own = context.reach().invalidated_by(index);
      const bool reached = std::any_of(own.begin(), own.end(), [&](const InvalidatedTag& tag) {
        return context.reach().reaches_entry(tag, recache.query, recache.arguments);
      });
      if (reached || context.mutation_may(rules::idle_recache, index)) continue;
      const std::string& query = model.queries[recache.query].name;
      const std::optional<std::string> tag = tag_to_invalidate(model, context.reach(), mutation, recache);
      context.report(rules::idle_recache,
                     {context.document().mutations[index].recache[position].range,
                      mutation.name + " does not invalidate this entry of " + query +
                          ": while it is fresh, warming it does nothing",
                      "a query that is invalidated with these arguments",
                      tag ? "invalidates: [" + *tag + "]" : "recache without " + query,
                      {{context.document().queries[recache.query].tags_range, query + " carries its tags here"}}});
    }
  }
}

}  // namespace

void lint_invalidations(LintContext& context) {
  find_reaching_nothing(context);
  find_covered(context);
  find_without_effect(context);
  find_idle_recache(context);
}

}  // namespace tagcache::generator
