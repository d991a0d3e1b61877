#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lint/lint_context.hpp"
#include "model/tag_text.hpp"
#include "support/suggestion.hpp"

/// Rules on invalidations that take more with them than what was written.
namespace tagcache::generator {
namespace {

/// A mutation that empties this many queries or fewer is not worth a word.
constexpr std::size_t small_radius = 4;

bool is_wild(const CacheModel& model, std::size_t node) { return model.tags[node].kind == TagNode::Kind::wild; }

/// Looks for tags that reach the same entries as one invalidated tag, and fewer others.
class Narrowing {
 public:
  Narrowing(const LintContext& context, const InvalidatedTag& tag)
      : model_(context.model()), reach_(context.reach()), tag_(tag), document_(context.document()) {
    for (const ReachedTag& reached : reached_by(model_, reach_, tag.node)) look_at(reach_.carried[reached.carried]);
  }

  /// Whether the mutation has an id for entries that it now takes for all ids.
  [[nodiscard]] bool is_possible() const {
    const bool is_for_all_ids = wild_count(model_, tag_.node) == 0;
    return is_narrower_ && !stays_wide_ && (carried_at_.empty() || is_for_all_ids);
  }

  /// What to invalidate instead.
  [[nodiscard]] const std::vector<std::string>& tags() const { return tags_; }

  /// Queries that carry the wide tag itself, and so need a tag of their own before anything can be narrowed.
  [[nodiscard]] const std::vector<std::string>& carried_at() const { return carried_at_; }

  /// Arguments that would fill the narrower tags.
  [[nodiscard]] const std::vector<std::string>& arguments() const { return arguments_; }

 private:
  void look_at(const CarriedTag& carried) {
    if (carried.node == tag_.node) {
      add(carried_at_, model_.queries[carried.query].name);
      return;
    }
    const std::vector<std::size_t> path = path_to(model_, carried.node);
    auto step = std::find(path.begin(), path.end(), tag_.node);
    step = step == path.end() ? path.begin() : step + 1;
    const auto wild = std::find_if(step, path.end(), [&](std::size_t node) { return is_wild(model_, node); });
    if (wild == path.end()) {
      add(tags_, text(carried.node, {}));
    } else if (!fill(*wild)) {
      // Entries of other ids that have to go: the tag in front of their id, if that is narrower.
      const std::size_t front = model_.tags[*wild].parent;
      if (front == tag_.node) {
        stays_wide_ = true;
      } else {
        add(tags_, text(front, {}));
      }
    }
  }

  /// Whether the mutation has an argument for the id of the wild segment `node` that is not in the tag yet.
  bool fill(std::size_t node) {
    bool any = false;
    const std::vector<WrittenArgument>& written = document_.mutations[tag_.mutation].arguments;
    for (std::size_t index = 0; index < written.size(); ++index) {
      const Text& named = written[index].type ? *written[index].type : written[index].name;
      const bool is_used = std::find(tag_.arguments.begin(), tag_.arguments.end(), index) != tag_.arguments.end();
      if (is_used || named.value != model_.tags[node].name) continue;
      add(tags_, text(node, {written[index].name.value}));
      add(arguments_, written[index].name.value);
      is_narrower_ = any = true;
    }
    return any;
  }

  [[nodiscard]] std::string text(std::size_t node, const std::vector<std::string>& further) const {
    std::vector<std::string> fillings;
    for (const std::size_t argument : tag_.arguments) {
      fillings.push_back(model_.mutations[tag_.mutation].arguments[argument].name);
    }
    fillings.insert(fillings.end(), further.begin(), further.end());
    return tag_expression(model_, node, "", fillings);
  }

  static void add(std::vector<std::string>& texts, const std::string& text) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  }

  const CacheModel& model_;
  const ReachMap& reach_;
  const InvalidatedTag& tag_;
  const SchemaDocument& document_;
  std::vector<std::string> tags_;
  std::vector<std::string> carried_at_;
  std::vector<std::string> arguments_;
  bool is_narrower_ = false;
  bool stays_wide_ = false;
};

Finding whole_collection(const LintContext& context, const InvalidatedTag& tag, const Narrowing& narrowing) {
  const std::string text = text_of(context.model(), tag);
  const std::string& mutation = context.model().mutations[tag.mutation].name;
  Finding finding{
      context.document().mutations[tag.mutation].invalidates[tag.position].range,
      "'" + text + "' takes the entries of all ids, although " + mutation + " knows " + listed(narrowing.arguments()),
      "the tags of what was written: " + listed(narrowing.tags()),
      "invalidates: [" + listed(narrowing.tags()) + "]",
      {}};
  if (narrowing.carried_at().empty()) return finding;
  const std::string own = text + ".all";
  finding.expected = "the tags of what was written, with one of its own for " + some_of(narrowing.carried_at()) +
                     " instead of '" + text + "'";
  finding.cure = "tags: [" + own + "] in " + some_of(narrowing.carried_at()) + "; and invalidates: [" +
                 listed(narrowing.tags()) + ", " + own + "]";
  return finding;
}

/// The queries whose entries a mutation takes for all ids, by name.
std::vector<std::string> emptied_queries(const CacheModel& model, const ReachMap& reach, std::size_t mutation) {
  std::set<std::size_t> queries;
  for (const InvalidatedTag& tag : reach.invalidated) {
    if (tag.mutation != mutation || wild_count(model, tag.node) > 0) continue;
    for (const ReachedTag& reached : reached_by(model, reach, tag.node)) {
      queries.insert(reach.carried[reached.carried].query);
    }
  }
  std::vector<std::string> names;
  for (const std::size_t query : queries) names.push_back(model.queries[query].name);
  return names;
}

}  // namespace

void lint_blast_radius(LintContext& context) {
  const CacheModel& model = context.model();
  std::set<std::size_t> reported;
  for (const InvalidatedTag& tag : context.reach().invalidated) {
    const Narrowing narrowing(context, tag);
    if (!narrowing.is_possible()) continue;
    reported.insert(tag.mutation);
    if (context.mutation_may(rules::whole_collection, tag.mutation)) continue;
    context.report(rules::whole_collection, whole_collection(context, tag, narrowing));
  }
  for (std::size_t index = 0; index < model.mutations.size(); ++index) {
    const std::vector<std::string> emptied = emptied_queries(model, context.reach(), index);
    const bool is_wide = emptied.size() > small_radius && 2 * emptied.size() > model.queries.size();
    if (!is_wide || reported.contains(index) || context.mutation_may(rules::blast_radius, index)) continue;
    context.report(rules::blast_radius,
                   {context.document().mutations[index].name.range,
                    model.mutations[index].name + " takes all entries of " + std::to_string(emptied.size()) + " of " +
                        std::to_string(model.queries.size()) + " queries: " + some_of(emptied),
                    "tags with the ids of what was written",
                    "args: [...] with these ids; or allow: [" + std::string(rules::blast_radius.name) +
                        "] if so much really changes at once",
                    {}});
  }
}

}  // namespace tagcache::generator
