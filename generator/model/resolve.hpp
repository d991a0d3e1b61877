#pragma once

#include <optional>

#include "document/schema_document.hpp"
#include "inspect/inspect.hpp"
#include "model/cache_model.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// The types that `document` names, each at each of its places: ids, arguments (unless they name an id) and results.
/// None when the namespace is no namespace, which resolve reports.
[[nodiscard]] MentionedTypes mentioned_types(const SchemaDocument& document);

/// Stage 3. Binds names, checks arity and types, reads durations. Types missing in `catalog` were reported by inspect
/// and cause no second error. Empty when any error was reported, by this stage or before.
[[nodiscard]] std::optional<CacheModel> resolve(const SchemaDocument& document, const TypeCatalog& catalog,
                                                Diagnostics& diagnostics);

}  // namespace tagcache::generator
