#pragma once

#include <string>

#include "model/cache_model.hpp"

namespace tagcache::generator {

/// `std::chrono::minutes(5)`: the largest unit that leaves nothing over.
[[nodiscard]] std::string duration_expression(Milliseconds duration);

/// `5m`, as the schema writes it.
[[nodiscard]] std::string duration_text(Milliseconds duration);

}  // namespace tagcache::generator
