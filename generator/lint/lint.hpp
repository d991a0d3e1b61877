#pragma once

#include "document/schema_document.hpp"
#include "model/cache_model.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// What is allowed in a schema and yet hardly meant: the rules of docs/lint.md. `model` is what `document` resolves to;
/// their lists have the same order. What the schema allows is left out, and what it allows in vain is reported. The
/// codes of the result are names of rules, and all of it is of the severity `warning`.
[[nodiscard]] Diagnostics lint(const SchemaDocument& document, const CacheModel& model);

}  // namespace tagcache::generator
