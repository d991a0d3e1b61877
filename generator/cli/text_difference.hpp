#pragma once

#include <string>
#include <string_view>

namespace tagcache::generator {

/// The lines in which two texts differ, as `diff` shows them without context: `12 - old` and `12 + new`, each with its
/// number in its own text. What cannot be seen in a line is told in words in front of them (a byte order mark, carriage
/// returns, a last line without an end), and blanks at the end of a line are shown as `·`.
[[nodiscard]] std::string text_difference(std::string_view before, std::string_view after);

}  // namespace tagcache::generator
