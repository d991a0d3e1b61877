#pragma once

#include <optional>

#include "document/schema_document.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Reads the notation of a query with what is passed to it: `list_posts(user, 50)`, `get_config()`. A name alone is
/// read, too: what belongs behind it is known to who knows the queries. Nothing, and an error, when the text is no
/// call.
[[nodiscard]] std::optional<WrittenRecache> parse_recache(const Text& text, Diagnostics& diagnostics);

}  // namespace tagcache::generator
