#pragma once

#include <cstddef>
#include <string_view>

#include "support/source_file.hpp"

/// Parts of a text of the schema, each with its own place.
namespace tagcache::generator {

/// What ends a name in the notations of tags, paths and calls.
inline constexpr std::string_view punctuation = "().,";
inline constexpr std::string_view blanks = " \t";

/// The part of `text` that begins at `begin`. Escapes in quoted text may shift it; schemas have no use for them.
[[nodiscard]] Text part_of(const Text& text, std::size_t begin, std::size_t length);

/// `text` between `begin` and `end` without the blanks around it.
[[nodiscard]] Text trimmed_part(const Text& text, std::size_t begin, std::size_t end);

/// Something, without blanks and punctuation.
[[nodiscard]] bool is_plain_name(const Text& name);

}  // namespace tagcache::generator
