#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "model/cache_model.hpp"

/// How tags are written, in schemas and, with another root, in C++.
namespace tagcache::generator {

/// The nodes from the first segment to `node`; the root is left out.
[[nodiscard]] std::vector<std::size_t> path_to(const CacheModel& model, std::size_t node);

/// The wild segments from the root to `node`, of an intersection those of one tag after the other.
[[nodiscard]] std::vector<std::size_t> wild_segments(const CacheModel& model, std::size_t node);

/// `users(user).posts` with `fillings[i]` in the i-th wild segment. The root is named `root`, which may be empty. Of an
/// intersection `users(user) & posts(post)`.
[[nodiscard]] std::string tag_expression(const CacheModel& model, std::size_t node, const std::string& root,
                                         std::span<const std::string> fillings);

/// The tag as the schema declares it, with the names of the ids in its wild segments.
[[nodiscard]] std::string tag_pattern(const CacheModel& model, std::size_t node);

}  // namespace tagcache::generator
