#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lint/lint_context.hpp"
#include "lint/narrowing.hpp"
#include "model/tag_text.hpp"
#include "support/suggestion.hpp"

/// Rules on invalidations that take more with them than what was written.
namespace tagcache::generator {
namespace {

/// A mutation that empties this many queries or fewer is not worth a word.
constexpr std::size_t small_radius = 4;

Finding whole_collection(const LintContext& context, const InvalidatedTag& tag, const NarrowerTags& narrower) {
  const std::string text = text_of(context.model(), tag);
  const std::string& mutation = context.model().mutations[tag.mutation].name;
  const std::string tags = listed(narrower.tags, narrower.tag_count);
  Finding finding{
      context.document().mutations[tag.mutation].invalidates[tag.position].range,
      "'" + text + "' takes the entries of all ids, although " + mutation + " knows " + listed(narrower.arguments),
      "the tags of what was written: " + tags,
      "invalidates: [" + tags + "]",
      {}};
  if (narrower.carried_at.empty()) return finding;
  const std::string own = text + ".all";
  const std::string carried_at = some_of(narrower.carried_at, narrower.carried_at_count);
  finding.expected =
      "the tags of what was written, with one of its own for " + carried_at + " instead of '" + text + "'";
  finding.cure = "'- " + tag_pattern(context.model(), tag.node) + ".all' below tags:; tags: [" + own + "] in " +
                 carried_at + "; and invalidates: [" + tags + ", " + own + "]";
  return finding;
}

/// The queries whose entries mutations take for all ids.
class EmptiedQueries {
 public:
  explicit EmptiedQueries(const LintContext& context) : context_(context) {}

  /// In the order of the schema.
  std::vector<std::size_t> emptied_by(std::size_t mutation) {
    std::set<std::size_t> nodes;
    for (const InvalidatedTag& tag : context_.reach().invalidated_by(mutation)) {
      if (wild_count(context_.model(), tag.node) == 0) nodes.insert(tag.node);
    }
    std::vector<std::size_t> queries;
    for (const std::size_t node : nodes) {
      std::vector<std::size_t> both;
      const std::vector<std::size_t>& below = queries_below(node);
      std::set_union(queries.begin(), queries.end(), below.begin(), below.end(), std::back_inserter(both));
      queries = std::move(both);
    }
    return queries;
  }

 private:
  const std::vector<std::size_t>& queries_below(std::size_t node) {
    const auto [found, is_new] = below_.try_emplace(node);
    if (!is_new) return found->second;
    for (const ReachedTag& reached : context_.reach().reached_by(node)) {
      const std::size_t query = context_.reach().carried()[reached.carried].query;
      if (found->second.empty() || found->second.back() != query) found->second.push_back(query);
    }
    return found->second;
  }

  const LintContext& context_;
  std::map<std::size_t, std::vector<std::size_t>> below_;  ///< by tag; of those that were asked for
};

void find_whole_collections(LintContext& context, std::set<std::size_t>& reported) {
  Narrowing narrowing(context);
  for (const InvalidatedTag& tag : context.reach().invalidated()) {
    if (!narrowing.is_possible(tag)) continue;
    reported.insert(tag.mutation);
    if (context.mutation_may(rules::whole_collection, tag.mutation)) continue;
    context.report(rules::whole_collection, whole_collection(context, tag, narrowing.narrower(tag)));
  }
}

void report_blast_radius(LintContext& context, std::size_t mutation, const std::vector<std::size_t>& emptied) {
  const CacheModel& model = context.model();
  std::vector<std::string> names;
  for (std::size_t index = 0; index < emptied.size() && index < most_shown; ++index) {
    names.push_back(model.queries[emptied[index]].name);
  }
  context.report(rules::blast_radius,
                 {context.document().mutations[mutation].name.range,
                  model.mutations[mutation].name + " takes all entries of " + std::to_string(emptied.size()) + " of " +
                      std::to_string(model.queries.size()) + " queries: " + some_of(names, emptied.size()),
                  "tags with the ids of what was written",
                  "args: [...] with these ids; or allow: [" + std::string(rules::blast_radius.name) +
                      "] if so much really changes at once",
                  {}});
}

}  // namespace

void lint_blast_radius(LintContext& context) {
  const CacheModel& model = context.model();
  std::set<std::size_t> reported;
  find_whole_collections(context, reported);
  EmptiedQueries queries(context);
  for (std::size_t index = 0; index < model.mutations.size(); ++index) {
    const std::vector<std::size_t> emptied = queries.emptied_by(index);
    const bool is_wide = emptied.size() > small_radius && 2 * emptied.size() > model.queries.size();
    if (!is_wide || reported.contains(index) || context.mutation_may(rules::blast_radius, index)) continue;
    report_blast_radius(context, index, emptied);
  }
}

}  // namespace tagcache::generator
