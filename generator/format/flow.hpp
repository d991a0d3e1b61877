#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "format/source_cursor.hpp"

namespace tagcache::generator {

/// A value in brackets, or a scalar inside of one, as written but for blanks and quotes.
struct Flow {
  enum class Kind { text, list, map };
  struct Entry;

  Kind kind = Kind::text;
  std::string text;                   ///< with its quotes
  std::vector<Entry> entries;         ///< of a list: values, or pairs as in `[page: int]`; of a map: pairs
  std::vector<std::string> comments;  ///< behind the last entry, in lines of their own
};

struct Flow::Entry {
  std::string key;  ///< with its quotes
  bool has_key = false;
  bool has_value = true;  ///< false: `key:` or, in a map, `key` alone
  Flow value;
  std::vector<std::string> comments;  ///< in front of it, or between its key and its value
  std::string comment;                ///< behind it in its line
  std::size_t comment_column = 0;
};

/// Reads the value in brackets that begins at the cursor, which may go over several lines, and leaves the cursor behind
/// it. Throws Unsafe for what cannot be laid out anew: text that goes on in a further line.
[[nodiscard]] Flow read_flow(SourceCursor& cursor);

/// All comments inside of the brackets, in the order in which they are laid out. What has one has no place in one line.
[[nodiscard]] std::vector<std::string> comments_inside(const Flow& flow);

/// In one line, without comments: `[a, b: c]`, `{ a: b }`.
[[nodiscard]] std::string one_line(const Flow& flow);
[[nodiscard]] std::string one_line(const Flow::Entry& entry);

}  // namespace tagcache::generator
