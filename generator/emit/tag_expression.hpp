#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "emit/cpp_parameters.hpp"

namespace tagcache::generator {

/// The nodes from the first segment to `node`; the root is left out.
[[nodiscard]] std::vector<std::size_t> path_to(const CacheModel& model, std::size_t node);

/// `users(user).posts` with `fillings[i]` in the i-th wild segment. The root is named `root`, which may be empty.
[[nodiscard]] std::string tag_expression(const CacheModel& model, std::size_t node, const std::string& root,
                                         std::span<const std::string> fillings);

/// The tag as the schema declares it, with the names of the ids in its wild segments.
[[nodiscard]] std::string tag_pattern(const CacheModel& model, std::size_t node);

/// One expression a tag, filled with the names of parameters.
[[nodiscard]] std::vector<std::string> filled_tags(const CacheModel& model, std::span<const FilledTag> tags,
                                                   const std::string& root, std::span<const CppParameter> parameters);

/// Indices of the arguments that fill a segment of any of the tags.
[[nodiscard]] std::set<std::size_t> used_arguments(std::span<const FilledTag> tags);

}  // namespace tagcache::generator
