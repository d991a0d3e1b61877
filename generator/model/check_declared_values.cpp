#include <cstddef>
#include <string>

#include "model/resolve_context.hpp"

namespace tagcache::generator {
namespace {

bool is_known(const std::string& type, const ResolveContext& context) {
  const std::string canonical = context.facts_of(type).canonical;
  return canonical == "void" || (!canonical.empty() && context.catalog.shapes.find(canonical) != nullptr);
}

}  // namespace

void check_declared_values(const ResolveContext& context) {
  if (!context.catalog.as_declared) return;
  for (std::size_t index = 0; index < context.model.queries.size(); ++index) {
    const Query& query = context.model.queries[index];
    const std::optional<Text>& returns = context.document.queries[index].returns;
    if (!returns || !leaves_memory(query, context.model) || is_known(returns->value, context)) continue;
    context.diagnostics.report(
        {"needs-clang",
         returns->range,
         "'" + returns->value + "' may leave memory, and no header was read that tells how it becomes bytes",
         "a query that stays in memory, or a standard type of standard types",
         "layers: [memory], here or below defaults; or generate with Clang",
         {}});
  }
}

}  // namespace tagcache::generator
