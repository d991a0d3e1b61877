#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "document/schema_document.hpp"

namespace tagcache::generator {

/// The options that were given a duration, or a word in its place, by their names in the schema: `ttl`, `30s`.
[[nodiscard]] std::vector<std::pair<std::string_view, const Text*>> written_durations(const WrittenOptions& options);

}  // namespace tagcache::generator
