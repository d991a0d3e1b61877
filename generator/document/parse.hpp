#pragma once

#include <optional>

#include "document/schema_document.hpp"
#include "document/source_files.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Stage 1. Reads the schema at `path` and all that it includes. Shape, keys and tag syntax are checked here, names are
/// not. Empty when the file at `path` is no schema. Behind other errors the document says which parts of it are
/// missing, so that later stages can report theirs in the same run.
[[nodiscard]] std::optional<SchemaDocument> parse(const std::string& path, SourceFiles& files,
                                                  Diagnostics& diagnostics);

}  // namespace tagcache::generator
