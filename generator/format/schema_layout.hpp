#pragma once

#include <span>
#include <string>

#include "format/schema_lines.hpp"

namespace tagcache::generator {

/// Longest line in which brackets stay; longer values get lines of their own.
inline constexpr std::size_t widest_line = 120;

/// The lines laid out: two blanks a level, lists below their key further in, at most one empty line in a row.
[[nodiscard]] std::string lay_out(std::span<const SchemaLine> lines);

}  // namespace tagcache::generator
