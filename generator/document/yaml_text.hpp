#pragma once

#include <optional>
#include <string_view>

#include "support/source_file.hpp"

/// Finds places in the text of a YAML file: the YAML reader tells where a scalar begins and not where it
/// ends.
namespace tagcache::generator {

/// Where the text of a scalar stands, without quotes.
struct ScalarPlace {
  SourceRange range;
  bool one_line = true;
  bool closed = true;  ///< false: the quote is still open where the file ends
};

/// The place of the scalar `value` that begins at `begin` (at the quote, for quoted ones).
[[nodiscard]] ScalarPlace place_of_scalar(const SourceRange& begin, std::string_view value);

/// Whether the indentation of `line` holds a tab.
[[nodiscard]] bool indented_with_tab(std::string_view line);

/// The place of the first byte that is not UTF-8; empty when all are. Zero bytes count as wrong: they are a sign of
/// UTF-16.
[[nodiscard]] std::optional<SourceRange> first_wrong_byte(const SourceFile& file);

}  // namespace tagcache::generator
