#pragma once

#include <optional>

#include "document/schema_document.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Reads the notation of tags: `users(user).posts(post)`, `a(x)(y)`, `(user).settings`. What the names are is not
/// checked here. When the text is no tag there is one error, at the character that is wrong, and
/// the result holds the segments in front of it and is not `complete`.
[[nodiscard]] WrittenTag parse_tag(const Text& text, Diagnostics& diagnostics);

/// Reads the notation of a query with its arguments: `list_posts(user, page)`, `get_config()`.
[[nodiscard]] std::optional<WrittenRecache> parse_recache(const Text& text, Diagnostics& diagnostics);

}  // namespace tagcache::generator
