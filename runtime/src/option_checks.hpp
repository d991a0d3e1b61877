#pragma once

#include <string>
#include <tagcache/options.hpp>

namespace tagcache::detail {

/// Throws std::invalid_argument, naming the option, for a negative duration and for a share outside 0 to 1.
void check(const QueryOptions& options);

/// `duration`. Throws std::invalid_argument, naming `option`, when it is negative.
Duration not_negative(const char* option, Duration duration);

/// What stands in front of the keys of a cache: `prefix`, or `prefix:version`. Throws std::invalid_argument for a
/// prefix or a version that may not be.
[[nodiscard]] std::string key_prefix(const CacheOptions& options);

}  // namespace tagcache::detail
