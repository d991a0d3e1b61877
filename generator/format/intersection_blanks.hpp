#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/schema_lines.hpp"

namespace tagcache::generator {

/// Where the schema has intersections: `users(user)&posts(post)` as `users(user) & posts(post)`.
void set_blanks_in_intersections(std::vector<SchemaLine>& lines);

/// `text` with one blank on each side of each `&`; as it is when an `&` has nothing on one side.
[[nodiscard]] std::string with_blanks_at_signs(std::string_view text);

}  // namespace tagcache::generator
