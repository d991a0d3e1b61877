#pragma once

#include <optional>
#include <string_view>

#include "model/cache_model.hpp"

namespace tagcache::generator {

/// No option may be longer: about 100 years. What is meant to last for ever fits, what was mistyped does not.
inline constexpr Milliseconds longest_duration{std::chrono::hours{24} * 36'525};

/// What a text that is no duration of the schema most likely stands for: `1.5s`, `1h 30m`, `5 Minutes`, `2w`, `+5s`,
/// `10_000`, `forever`; of `-5s` the amount. Rounded to whole milliseconds, never to zero, and at most
/// `longest_duration`. Nothing when nobody could know.
[[nodiscard]] std::optional<Milliseconds> meant_duration(std::string_view text);

}  // namespace tagcache::generator
