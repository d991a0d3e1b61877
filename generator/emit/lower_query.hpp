#pragma once

#include <string>
#include <vector>

#include "emit/cpp_unit.hpp"
#include "model/cache_model.hpp"

namespace tagcache::generator {

/// What a function of the source returns that gives a `type`: an awaitable when the source is made of coroutines.
[[nodiscard]] inline std::string source_type(const CacheModel& model, const std::string& type) {
  return model.is_async ? "::boost::asio::awaitable<" + type + '>' : type;
}

[[nodiscard]] std::vector<CppQuery> lower_queries(const CacheModel& model);

/// `queries` are those of the same model: mutations warm them.
[[nodiscard]] std::vector<CppMutation> lower_mutations(const CacheModel& model, const std::vector<CppQuery>& queries);

}  // namespace tagcache::generator
