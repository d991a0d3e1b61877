#pragma once

#include <string>
#include <string_view>

namespace tagcache::generator {

/// The lines in which two texts differ, as `diff` shows them without context: `12 - old` and `12 + new`, each with its
/// number in its own text.
[[nodiscard]] std::string text_difference(std::string_view before, std::string_view after);

}  // namespace tagcache::generator
