#pragma once

#include <tagcache/options.hpp>

namespace tagcache::detail {

/// Throws std::invalid_argument, naming the option, for a negative duration and for a share outside 0 to 1.
void check(const QueryOptions& options);

}  // namespace tagcache::detail
