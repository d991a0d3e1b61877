#pragma once

#include <string>

#include "model/cache_model.hpp"
#include "model/duration_text.hpp"

namespace tagcache::generator {

/// `std::chrono::minutes(5)`: the largest unit that leaves nothing over.
[[nodiscard]] std::string duration_expression(Milliseconds duration);

}  // namespace tagcache::generator
