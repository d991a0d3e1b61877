#pragma once

#include <optional>
#include <string>

#include "support/diagnostics.hpp"
#include "support/source_file.hpp"

namespace tagcache::generator {

/// The text of a schema in its one layout; docs/commands.md has the rules. What is formatted already comes back as it
/// is. The result means the same and has the same comments: both are compared before it is given away. Empty, and an
/// error, for a file that is no YAML or that cannot be laid out anew without risk.
[[nodiscard]] std::optional<std::string> format_schema(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace tagcache::generator
