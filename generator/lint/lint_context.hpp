#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "document/lint_rules.hpp"
#include "document/schema_document.hpp"
#include "model/cache_model.hpp"
#include "reach/reach.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// What a finding says; its code is the name of the rule.
struct Finding {
  SourceRange range;
  std::string message;
  std::string expected;
  std::string cure;
  std::vector<Note> notes;
};

/// What the rules share: the schema in its two forms, who reaches whom, and where to report. The schema's `allow` keys
/// are obeyed here, and nowhere else.
class LintContext {
 public:
  LintContext(const SchemaDocument& document, const CacheModel& model, Diagnostics& diagnostics);

  [[nodiscard]] const SchemaDocument& document() const noexcept { return document_; }
  [[nodiscard]] const CacheModel& model() const noexcept { return model_; }
  [[nodiscard]] const ReachMap& reach() const noexcept { return reach_; }

  /// Whether the query or mutation of this index, its file or the id or tag called `subject` in `range.file` may break
  /// `rule`. Who asks is going to report otherwise: the `allow` that says yes counts as used.
  [[nodiscard]] bool query_may(const LintRule& rule, std::size_t query);
  [[nodiscard]] bool mutation_may(const LintRule& rule, std::size_t mutation);
  [[nodiscard]] bool subject_may(const LintRule& rule, const std::string& subject, const SourceRange& range);

  void report(const LintRule& rule, Finding finding);

  /// For the end: reports each `allow` that was not used.
  void report_unused_allows();

 private:
  [[nodiscard]] bool allows(const std::vector<WrittenAllow>& allowed, const LintRule& rule);
  [[nodiscard]] bool file_allows(const LintRule& rule, const std::string& subject, const SourceFile* file);
  void report_unused(const std::vector<WrittenAllow>& allowed);

  const SchemaDocument& document_;
  const CacheModel& model_;
  Diagnostics& diagnostics_;
  ReachMap reach_;
  std::set<const WrittenAllow*> used_;
};

/// `30s` when neither the query nor the schema says otherwise: what the runtime takes.
inline constexpr Milliseconds runtime_ttl{30'000};

/// The rules, by what they are about. Each looks at the whole schema.
void lint_lifetimes(LintContext& context);      ///< never-invalidated, missing-ttl, zero-ttl, bare-milliseconds
void lint_invalidations(LintContext& context);  ///< reaches-nothing, covered-invalidation, no-effect, idle-recache
void lint_blast_radius(LintContext& context);   ///< whole-collection, blast-radius
void lint_declarations(LintContext& context);   ///< unused-tag, unused-id, unused-duration, same-type-ids
void lint_intersections(LintContext& context);  ///< unused-intersection, intersection-of-lists

/// So many names are shown of a list, so that a message stays a message.
inline constexpr std::size_t most_shown = 5;

/// `a, b and 3 more`; `first` are the first of `count` names, as many as are shown at least.
[[nodiscard]] std::string some_of(std::span<const std::string> names);
[[nodiscard]] std::string some_of(std::span<const std::string> first, std::size_t count);

}  // namespace tagcache::generator
