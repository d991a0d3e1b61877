#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tagcache::generator {

/// What a user wrote as documentation, as lines of a `///` comment: broken between words, blank lines kept within,
/// none at the ends. No text can end the comment or reach into the code behind it: a backslash (or its trigraph) at the
/// end of a line gets a dot behind it, and control characters and those that turn the direction of text are left out.
[[nodiscard]] std::vector<std::string> comment_lines(std::string_view prose);

}  // namespace tagcache::generator
