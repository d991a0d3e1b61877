#pragma once

#include <string>

#include "model/cache_model.hpp"

namespace tagcache::generator {

/// `std::chrono::minutes(5)`: the largest unit that leaves nothing over.
[[nodiscard]] std::string duration_expression(Milliseconds duration);

/// `5m`, as the schema writes it.
[[nodiscard]] std::string duration_text(Milliseconds duration);

/// `.ttl = std::chrono::minutes(5), .grace = std::chrono::seconds(0)`; empty when nothing is set.
[[nodiscard]] std::string option_initialisers(const Options& options);

/// `ttl 5m, grace off`; empty when nothing is set.
[[nodiscard]] std::string option_words(const Options& options);

}  // namespace tagcache::generator
