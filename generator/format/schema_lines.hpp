#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "format/flow.hpp"
#include "support/source_file.hpp"

namespace tagcache::generator {

/// A line of a schema as written, or several when a value in brackets or a block of text goes on. Columns count from 0.
struct SchemaLine {
  std::uint32_t number = 0;  ///< of its first line
  bool blank_before = false;
  std::vector<std::size_t> dashes;  ///< columns of the `- ` at its begin
  std::size_t column = 0;           ///< of what stands behind them
  std::string key;                  ///< with its quotes
  bool has_key = false;
  bool has_value = false;
  Flow value;                      ///< one scalar when it is not in brackets
  std::vector<std::string> block;  ///< the lines of `|` and `>` text, without what all are indented by
  std::string comment;             ///< with its `#`; empty when there is none
  std::size_t comment_column = 0;

  [[nodiscard]] bool is_comment() const noexcept { return dashes.empty() && !has_key && !has_value; }
};

/// All lines but empty ones. The file must be one that read_yaml_tree accepts. Throws Unsafe for what cannot be laid
/// out anew.
[[nodiscard]] std::vector<SchemaLine> read_schema_lines(const SourceFile& file);

}  // namespace tagcache::generator
