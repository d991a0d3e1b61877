#pragma once

#include <string_view>

#include "document/schema_document.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// What stands between the tags of an intersection.
inline constexpr char intersection_sign = '&';

/// Reads a tag, or tags that are meant together: `users(user) & posts(post)`. Mistakes are as those of `parse_tag`.
[[nodiscard]] WrittenTag parse_tag_or_intersection(const Text& text, Diagnostics& diagnostics);

/// The same where only several will do.
[[nodiscard]] WrittenTag parse_intersection(const Text& text, Diagnostics& diagnostics);

/// False, and an error, when `text` is an intersection where tags stand one by one.
[[nodiscard]] bool is_tag_alone(const Text& text, Diagnostics& diagnostics);

}  // namespace tagcache::generator
