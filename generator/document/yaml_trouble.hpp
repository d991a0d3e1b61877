#pragma once

#include <optional>
#include <string>

#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// A list `[` or map `{` that is open where the YAML reader gave up.
struct OpenBracket {
  SourceRange range;
  char closing = ']';
};

/// Puts the complaint of the YAML reader into words that say what to write. `reason` is the reader's own text.
[[nodiscard]] Diagnostic yaml_syntax_error(const std::string& reason, const SourceRange& place,
                                           const std::optional<OpenBracket>& bracket);

}  // namespace tagcache::generator
