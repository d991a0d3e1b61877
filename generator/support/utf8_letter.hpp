#pragma once

#include <cstddef>
#include <string_view>

namespace tagcache::generator {

/// Bytes of the UTF-8 letter at the begin of `text`, which is not empty; 0 when it is none: cut off, overlong, a
/// surrogate or too large.
[[nodiscard]] std::size_t utf8_letter_size(std::string_view text);

/// Bytes of the letter at the begin of `text` that changes the direction of text (U+202A to U+202E, U+2066 to U+2069);
/// zero for others. Such text would look other than it is, and compilers warn of it.
[[nodiscard]] std::size_t turning_letter_size(std::string_view text);

}  // namespace tagcache::generator
