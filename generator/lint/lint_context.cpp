#include "lint/lint_context.hpp"

#include <utility>

namespace tagcache::generator {

LintContext::LintContext(const SchemaDocument& document, const CacheModel& model, Diagnostics& diagnostics)
    : document_(document), model_(model), diagnostics_(diagnostics), reach_(model) {}

bool LintContext::query_may(const LintRule& rule, std::size_t query) {
  const WrittenQuery& written = document_.queries[query];
  return allows(written.allow, rule) || file_allows(rule, {}, written.name.range.file);
}

bool LintContext::mutation_may(const LintRule& rule, std::size_t mutation) {
  const WrittenMutation& written = document_.mutations[mutation];
  return allows(written.allow, rule) || file_allows(rule, {}, written.name.range.file);
}

bool LintContext::subject_may(const LintRule& rule, const std::string& subject, const SourceRange& range) {
  return file_allows(rule, subject, range.file);
}

bool LintContext::allows(const std::vector<WrittenAllow>& allowed, const LintRule& rule) {
  for (const WrittenAllow& allow : allowed) {
    if (allow.rule.value != rule.name) continue;
    used_.insert(&allow);
    return true;
  }
  return false;
}

bool LintContext::file_allows(const LintRule& rule, const std::string& subject, const SourceFile* file) {
  for (const WrittenAllow& allow : document_.allow) {
    if (allow.rule.value != rule.name || allow.rule.range.file != file) continue;
    if (allow.subject && allow.subject->value != subject) continue;
    used_.insert(&allow);
    return true;
  }
  return false;
}

void LintContext::report(const LintRule& rule, Finding finding) {
  diagnostics_.report({std::string(rule.name), finding.range, std::move(finding.message), std::move(finding.expected),
                       std::move(finding.cure), std::move(finding.notes), Severity::warning});
}

void LintContext::report_unused_allows() {
  // The rule may be allowed like any other one. Asked first, so that it is not found unused itself.
  report_unused(document_.allow);
  for (const WrittenQuery& query : document_.queries) report_unused(query.allow);
  for (const WrittenMutation& mutation : document_.mutations) report_unused(mutation.allow);
}

void LintContext::report_unused(const std::vector<WrittenAllow>& allowed) {
  for (const WrittenAllow& allow : allowed) {
    if (used_.contains(&allow) || allow.rule.value == rules::unused_allow.name) continue;
    if (file_allows(rules::unused_allow, {}, allow.rule.range.file)) continue;
    const std::string text = allow.rule.value + (allow.subject ? '(' + allow.subject->value + ')' : "");
    report(rules::unused_allow, {allow.rule.range,
                                 "nothing here breaks the rule '" + text + "'",
                                 "only what tagcache check would report",
                                 "the list without " + text,
                                 {}});
  }
}

std::string some_of(std::span<const std::string> names) { return some_of(names, names.size()); }

std::string some_of(std::span<const std::string> first, std::size_t count) {
  std::string text;
  for (std::size_t index = 0; index < first.size() && index < most_shown; ++index) {
    text += (index == 0 ? "" : ", ") + first[index];
  }
  return count > most_shown ? text + " and " + std::to_string(count - most_shown) + " more" : text;
}

}  // namespace tagcache::generator
