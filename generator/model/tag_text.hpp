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

/// The same with the texts that are stored, `fillings[i]` in the i-th wild segment: `users(0).posts`. A text that is no
/// name stands in quotes, so that no two tags look the same: `users(0)."en-US"`.
[[nodiscard]] std::string stored_expression(const CacheModel& model, std::size_t node,
                                            std::span<const std::string> fillings);

/// A text of a segment as there: `posts`, `"en-US"`.
[[nodiscard]] std::string shown_text(const std::string& text);

/// The tag as the schema declares it, with the names of the ids in its wild segments.
[[nodiscard]] std::string tag_pattern(const CacheModel& model, std::size_t node);

/// The same with the texts that are stored.
[[nodiscard]] std::string stored_pattern(const CacheModel& model, std::size_t node);

}  // namespace tagcache::generator
