#include <cstddef>
#include <string>

#include "model/resolve_context.hpp"

namespace tagcache::generator {
namespace {

/// Or known to be no result at all, which is reported.
bool is_known(const std::string& type, const ResolveContext& context) {
  const TypeFacts facts = context.facts_of(type);
  const std::string& canonical = facts.canonical;
  return !may_be_returned(facts) || canonical == "void" ||
         (!canonical.empty() && context.catalog.shapes.find(canonical) != nullptr);
}

void check_value(const Query& query, const Text& returns, const ResolveContext& context) {
  if (!leaves_memory(query, context.model) || is_known(returns.value, context)) return;
  context.diagnostics.report(
      {"needs-clang",
       returns.range,
       "'" + returns.value + "' may leave memory, and no header was read that tells how it becomes bytes",
       "a query that stays in memory, or a standard type of standard types",
       "layers: [memory], here or below defaults; or generate with Clang",
       {}});
}

/// What is inside of a result is never known well enough to tag by it, or to look for a condition.
void check_paths(const WrittenQuery& written, const ResolveContext& context) {
  for (const WrittenTag& tag : written.tags_from_result) {
    context.diagnostics.report({"needs-clang",
                                tag.range,
                                "a tag from a result needs the members of its type, and no header was read",
                                "tags of arguments alone",
                                "generate with Clang",
                                {}});
  }
  if (!written.cache_if) return;
  context.diagnostics.report({"needs-clang",
                              written.cache_if->name.range,
                              "a condition on a result needs the members of its type, and no header was read",
                              "a source function that returns tagcache::Loaded (previous: on)",
                              "generate with Clang",
                              {}});
}

}  // namespace

void check_declared_values(const ResolveContext& context) {
  if (!context.catalog.as_declared) return;
  for (std::size_t index = 0; index < context.model.queries.size(); ++index) {
    const WrittenQuery& written = context.document.queries[index];
    if (written.returns) check_value(context.model.queries[index], *written.returns, context);
    check_paths(written, context);
  }
}

}  // namespace tagcache::generator
