#pragma once

#include "document/schema_document.hpp"

namespace tagcache::generator {

/// Writes out what `resources` and `events` stand for: ids, tags, queries and mutations, behind those of the schema.
/// Each part keeps the place in the resource from which it comes, so that later stages report errors there. The result
/// has neither resources nor events. What docs/schema.md says about them is decided here and nowhere else.
[[nodiscard]] SchemaDocument expand(SchemaDocument document);

}  // namespace tagcache::generator
