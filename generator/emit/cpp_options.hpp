#pragma once

#include <map>
#include <string>

#include "model/cache_model.hpp"

namespace tagcache::generator {

/// `.ttl = std::chrono::minutes(5), .grace = std::chrono::seconds(0)`; empty when nothing is set.
[[nodiscard]] std::string option_initialisers(const Options& options);

/// `ttl 5m, grace long (1d)`, with the names that the schema has for durations; empty when nothing is set.
[[nodiscard]] std::string option_comment(const Options& options, const std::map<std::string, std::string>& names = {});

/// Whether the initialisers name a type of <chrono>.
[[nodiscard]] bool has_duration(const Options& options);

}  // namespace tagcache::generator
