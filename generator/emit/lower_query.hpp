#pragma once

#include <vector>

#include "emit/cpp_unit.hpp"
#include "model/cache_model.hpp"

namespace tagcache::generator {

[[nodiscard]] std::vector<CppQuery> lower_queries(const CacheModel& model);

/// `queries` are those of the same model: mutations warm them.
[[nodiscard]] std::vector<CppMutation> lower_mutations(const CacheModel& model, const std::vector<CppQuery>& queries);

}  // namespace tagcache::generator
