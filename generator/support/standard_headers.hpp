#pragma once

#include <set>
#include <string>
#include <string_view>

namespace tagcache::generator {

/// The standard headers that define what `type` names of std: `std::vector<std::string>` -> string, vector.
[[nodiscard]] std::set<std::string> standard_headers(std::string_view type);

}  // namespace tagcache::generator
