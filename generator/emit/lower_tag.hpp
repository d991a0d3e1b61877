#pragma once

#include <string>
#include <vector>

#include "emit/cpp_unit.hpp"
#include "model/cache_model.hpp"

namespace tagcache::generator {

struct LoweredTags {
  std::vector<CppTagClass> classes;  ///< leaves before what holds them
  std::string root_call;
  std::vector<std::string> root_members;
  std::vector<CppIntersection> intersections;
};

/// The tag tree as classes: one a segment that can be reached.
[[nodiscard]] LoweredTags lower_tags(const CacheModel& model);

}  // namespace tagcache::generator
