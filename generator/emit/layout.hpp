#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tagcache::generator {

inline constexpr std::size_t line_width = 120;

/// `code` with the lines that are too long broken the way a person would: comments between words, bodies of functions
/// onto lines of their own, constructors before their initialisers, everything else between arguments, which are set
/// below the first of them or, when that leaves no room, four columns in. All other lines stay as they are.
[[nodiscard]] std::string wrap_lines(std::string_view code);

}  // namespace tagcache::generator
