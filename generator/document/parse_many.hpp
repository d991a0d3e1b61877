#pragma once

#include <optional>

#include "document/schema_document.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Reads what stands behind `many`: a method, and the argument of which it takes several: `get_users(user)`. Nothing,
/// and an error, when the text is something else.
[[nodiscard]] std::optional<WrittenMany> parse_many(const Text& text, Diagnostics& diagnostics);

}  // namespace tagcache::generator
