#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "emit/cpp_parameters.hpp"
#include "model/tag_text.hpp"

namespace tagcache::generator {

/// One expression a tag, filled with the names of parameters. Without a root they are for people.
[[nodiscard]] std::vector<std::string> filled_tags(const CacheModel& model, std::span<const FilledTag> tags,
                                                   const std::string& root, std::span<const CppParameter> parameters);

/// What an entry carries that is below an intersection.
[[nodiscard]] std::string below_expression(const std::string& intersection);

/// Indices of the arguments that fill a segment of any of the tags.
[[nodiscard]] std::set<std::size_t> used_arguments(std::span<const FilledTag> tags);

}  // namespace tagcache::generator
