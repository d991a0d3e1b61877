#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "document/schema_document.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Reads the notation of tags: `users(user).posts(post)`, `a(x)(y)`, `(user).settings`, and with paths into a result
/// `posts(result.*.id)`. What the names are, and whether a path may stand there, is not checked here. When the text is
/// no tag there is one error, at the character that is wrong, and the result holds the segments in front of it and is
/// not `complete`.
[[nodiscard]] WrittenTag parse_tag(const Text& text, Diagnostics& diagnostics);

/// Reads a path into the result: `result.published`. Nothing, and an error, when the text is none.
[[nodiscard]] std::optional<WrittenSegment> parse_result_path(const Text& text, Diagnostics& diagnostics);

/// Reports paths where tags are made before there is a result, and marks their tags as not complete. `key` is where
/// they stand: `tags`, `invalidates`.
void refuse_paths(std::vector<WrittenTag>& tags, std::string_view key, Diagnostics& diagnostics);

}  // namespace tagcache::generator
