#pragma once

#include <string>
#include <string_view>

namespace tagcache::generator {

/// The string literal of a text that has no quotes, backslashes and control characters below U+0020 in it. What
/// compilers read as something else or warn of is written as an escape: trigraphs, letters that turn the direction of
/// text.
[[nodiscard]] std::string cpp_text(std::string_view text);

}  // namespace tagcache::generator
