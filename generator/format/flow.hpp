#pragma once

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
  std::string text;            ///< with its quotes
  std::vector<Entry> entries;  ///< of a list: values, or pairs as in `[page: int]`; of a map: pairs
};

struct Flow::Entry {
  std::string key;  ///< with its quotes
  bool has_key = false;
  bool has_value = true;  ///< false: `key:` or, in a map, `key` alone
  Flow value;
};

/// Reads the value in brackets that begins at the cursor, which may go over several lines, and leaves the cursor behind
/// it. Throws Unsafe for what cannot be laid out anew: comments inside, and text that goes on in a further line.
[[nodiscard]] Flow read_flow(SourceCursor& cursor);

/// In one line: `[a, b: c]`, `{ a: b }`.
[[nodiscard]] std::string one_line(const Flow& flow);
[[nodiscard]] std::string one_line(const Flow::Entry& entry);

}  // namespace tagcache::generator
