#include "lint/lint.hpp"

#include "lint/lint_context.hpp"

namespace tagcache::generator {

Diagnostics lint(const SchemaDocument& document, const CacheModel& model) {
  Diagnostics diagnostics;
  LintContext context(document, model, diagnostics);
  lint_lifetimes(context);
  lint_invalidations(context);
  lint_blast_radius(context);
  lint_declarations(context);
  lint_intersections(context);
  context.report_unused_allows();
  return diagnostics;
}

}  // namespace tagcache::generator
