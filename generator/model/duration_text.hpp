#pragma once

#include <string>

#include "model/cache_model.hpp"

namespace tagcache::generator {

/// `5m`, as a schema writes it: the largest unit that leaves nothing over.
[[nodiscard]] std::string duration_text(Milliseconds duration);

}  // namespace tagcache::generator
