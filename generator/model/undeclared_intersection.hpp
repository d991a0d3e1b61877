#pragma once

#include <string>
#include <vector>

#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// The error for `wanted`, such as `users(user) & posts(post)`, which is none of the intersections that are `declared`.
[[nodiscard]] Diagnostic undeclared_intersection(const SourceRange& place, const std::string& wanted,
                                                 const std::vector<std::string>& declared);

}  // namespace tagcache::generator
