#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tagcache::generator {

/// The one of the keys `known` that somebody meant who wrote `written`: another word for it, such as `headers` for
/// `include`, or the same word spelt nearly so.
[[nodiscard]] std::optional<std::string> meant_key(std::string_view written, std::span<const std::string> known);

}  // namespace tagcache::generator
