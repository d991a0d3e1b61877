#pragma once

#include "emit/cpp_unit.hpp"
#include "model/cache_model.hpp"

namespace tagcache::generator {

/// Stage 4. Decides all that is C++ about the generated code. Total: a correct model always has a unit.
[[nodiscard]] CppUnit lower(const CacheModel& model);

}  // namespace tagcache::generator
