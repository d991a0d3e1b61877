#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "document/written_durations.hpp"
#include "lint/lint_context.hpp"
#include "model/duration_text.hpp"

/// Rules on how long an entry may be served, and on what ends that earlier.
namespace tagcache::generator {
namespace {

/// A query that nothing invalidates may stay fresh for so long without a word; what shows old data for longer should
/// have been meant to.
constexpr Milliseconds short_ttl{60'000};

Milliseconds ttl_of(const CacheModel& model, const Query& query) {
  return query.options.ttl.value_or(model.defaults.ttl.value_or(runtime_ttl));
}

bool has_grace(const CacheModel& model, const Query& query) {
  return query.options.grace.value_or(model.defaults.grace.value_or(Milliseconds(0))).count() > 0;
}

std::vector<bool> invalidated_queries(const CacheModel& model, const ReachMap& reach) {
  std::vector<bool> is_invalidated(model.tags.size(), false);
  for (const InvalidatedTag& tag : reach.invalidated()) is_invalidated[tag.node] = true;
  // Parents stand before their children.
  for (std::size_t node = 1; node < model.tags.size(); ++node) {
    if (is_invalidated[model.tags[node].parent]) is_invalidated[node] = true;
  }
  std::vector<bool> invalidated(model.queries.size(), false);
  for (const CarriedTag& tag : reach.carried()) {
    if (is_invalidated[tag.node]) invalidated[tag.query] = true;
  }
  return invalidated;
}

/// A schema in which nothing invalidates anything leaves that to the code, and is not asked about each query.
void find_never_invalidated(LintContext& context) {
  const CacheModel& model = context.model();
  if (context.reach().invalidated().empty()) return;
  const std::vector<bool> invalidated = invalidated_queries(model, context.reach());
  for (std::size_t index = 0; index < model.queries.size(); ++index) {
    const Query& query = model.queries[index];
    const Milliseconds ttl = ttl_of(model, query);
    if (invalidated[index] || ttl <= short_ttl) continue;
    if (context.query_may(rules::never_invalidated, index)) continue;
    std::vector<std::string> tags;
    for (const CarriedTag& tag : context.reach().carried_by(index)) tags.push_back(text_of(model, tag));
    context.report(
        rules::never_invalidated,
        {context.document().queries[index].name.range,
         "nothing in this schema invalidates " + query.name + ", and its entries stay fresh for " + duration_text(ttl),
         "a mutation that invalidates " + some_of(tags) + ", or a ttl of " + duration_text(short_ttl) + " or less",
         "invalidates: [" + tags.front() + "] in what writes it; or allow: [" +
             std::string(rules::never_invalidated.name) + "] if the code does, or if old data are good enough",
         {}});
  }
}

/// One finding for all queries of a file: one line mends them all. An included schema cannot have defaults, so its
/// place says more than that of the main one.
void find_missing_ttl(LintContext& context) {
  const CacheModel& model = context.model();
  if (model.defaults.ttl) return;
  std::map<std::size_t, std::vector<std::size_t>> of_files;
  for (std::size_t index = 0; index < model.queries.size(); ++index) {
    if (model.queries[index].options.ttl || context.query_may(rules::missing_ttl, index)) continue;
    of_files[context.document().queries[index].name.range.file->order()].push_back(index);
  }
  for (const auto& [file, queries] : of_files) {
    std::vector<std::string> names;
    for (const std::size_t index : queries) names.push_back(model.queries[index].name);
    const std::string have = queries.size() == 1 ? " has no ttl" : " have no ttl";
    context.report(rules::missing_ttl, {context.document().queries[queries.front()].name.range,
                                        some_of(names) + have + ", and defaults have none, so that it is the " +
                                            duration_text(runtime_ttl) + " of the runtime",
                                        "a ttl that somebody has chosen, on the query or in defaults",
                                        "defaults: { ttl: " + duration_text(runtime_ttl) + " }",
                                        {}});
  }
}

Finding nothing_is_kept(const SourceRange& range, const std::string& whose) {
  return {range,
          "with a ttl of zero and no grace nothing is kept: each read of " + whose + " loads",
          "a ttl above zero; or a grace, with which an old entry is served while a new one loads",
          "ttl: 1s",
          {}};
}

void find_zero_ttl(LintContext& context) {
  const CacheModel& model = context.model();
  const SchemaDocument& document = context.document();
  for (std::size_t index = 0; index < model.queries.size(); ++index) {
    const Query& query = model.queries[index];
    const bool keeps_nothing = query.options.ttl == Milliseconds(0) && !has_grace(model, query);
    if (!keeps_nothing || context.query_may(rules::zero_ttl, index)) continue;
    context.report(rules::zero_ttl, nothing_is_kept(document.queries[index].options.ttl->range, query.name));
  }
  const bool by_default = model.defaults.ttl == Milliseconds(0) && !has_grace(model, Query{});
  if (!by_default || context.subject_may(rules::zero_ttl, "defaults", document.defaults.ttl->range)) return;
  context.report(rules::zero_ttl,
                 nothing_is_kept(document.defaults.ttl->range, "all queries that have no ttl of their own"));
}

/// A number without a unit. Zero is zero in each unit.
bool is_bare(const Text& duration) {
  return !duration.value.empty() && duration.value != "0" &&
         duration.value.find_first_not_of("0123456789") == std::string::npos;
}

std::vector<const Text*> bare_durations(const WrittenOptions& options) {
  std::vector<const Text*> bare;
  for (const auto& [option, duration] : written_durations(options)) {
    if (is_bare(*duration)) bare.push_back(duration);
  }
  return bare;
}

Finding no_unit(const Text& duration) {
  return {duration.range,
          duration.value + " is " + duration.value + " milliseconds",
          "a duration with its unit, so that nobody reads seconds",
          duration.value + "ms, or " + duration.value + "s",
          {}};
}

void find_bare_milliseconds(LintContext& context) {
  const SchemaDocument& document = context.document();
  for (std::size_t index = 0; index < document.queries.size(); ++index) {
    for (const Text* const duration : bare_durations(document.queries[index].options)) {
      if (context.query_may(rules::bare_milliseconds, index)) continue;
      context.report(rules::bare_milliseconds, no_unit(*duration));
    }
  }
  for (const Text* const duration : bare_durations(document.defaults)) {
    if (context.subject_may(rules::bare_milliseconds, "defaults", duration->range)) continue;
    context.report(rules::bare_milliseconds, no_unit(*duration));
  }
  for (const auto& [name, value] : document.durations) {
    if (!is_bare(value) || context.subject_may(rules::bare_milliseconds, name.value, value.range)) continue;
    context.report(rules::bare_milliseconds, no_unit(value));
  }
}

}  // namespace

void lint_lifetimes(LintContext& context) {
  find_never_invalidated(context);
  find_missing_ttl(context);
  find_zero_ttl(context);
  find_bare_milliseconds(context);
}

}  // namespace tagcache::generator
