#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "emit/cpp_parameters.hpp"
#include "model/cache_model.hpp"

namespace tagcache::generator {

/// `posts(result.*.id)`, as the schema writes it, with the names of parameters.
[[nodiscard]] std::vector<std::string> result_tag_texts(const CacheModel& model, const Query& query,
                                                        std::span<const CppParameter> parameters);

/// Indices of the arguments that fill a segment of any of the query's result tags.
[[nodiscard]] std::set<std::size_t> arguments_of_result_tags(const Query& query);

/// The lines of a function that collects these tags of a value `result` in `found`. Paths of one tag that begin alike
/// go through the same elements, unless they fill different tags of an intersection; `root` is the expression for the
/// tags of the cache.
[[nodiscard]] std::vector<std::string> lower_result_tags(const CacheModel& model, const Query& query,
                                                         const std::string& root,
                                                         std::span<const CppParameter> parameters);

/// The condition on a value `result`: `result && result->published`.
[[nodiscard]] std::string lower_cache_if(const ResultCondition& condition);

}  // namespace tagcache::generator
