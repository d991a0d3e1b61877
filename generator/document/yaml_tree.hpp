#pragma once

#include <optional>
#include <string>
#include <vector>

#include "support/diagnostics.hpp"

namespace tagcache::generator {

struct YamlEntry;

/// A YAML document as a tree in which every node knows its place. All scalars are text: `off`, `5` and `"5"` are `off`,
/// `5` and `5`.
struct YamlNode {
  enum class Kind { empty, text, list, map };

  Kind kind = Kind::empty;
  /// Text: what stands between the quotes, or the plain text. Lists and maps: their first character. Empty values: the
  /// word for it, or the key that has no value.
  SourceRange range;
  std::string text;      ///< of text; of empty values the word for it, `~` or `null`, if one is written
  bool one_line = true;  ///< false for text that goes on in a further line
  /// The item was cut at a comma inside `<...>` or `(...)`, as in `[std::map<int, User>]`; `text` holds what its author
  /// meant. YAML itself sees several items.
  bool cut_at_comma = false;
  std::vector<YamlNode> items;     ///< of a list
  std::vector<YamlEntry> entries;  ///< of a map, in order, doubles included
};

struct YamlEntry {
  YamlNode key;  ///< always text
  YamlNode value;
};

/// Deepest nesting that is read.
inline constexpr std::size_t deepest_yaml_nesting = 64;

/// Largest file that is read: far more than people write, and little enough to be read in a second or two.
inline constexpr std::size_t largest_yaml_file = std::size_t{4} << 20;

/// Reads the one YAML document of `file`. An empty file is a node of kind `empty`. Anchors, aliases, merge keys, YAML
/// tags, keys that are not text and further documents are errors, and so are nesting deeper than `deepest_yaml_nesting`
/// and files larger than `largest_yaml_file`. Empty when an error was reported.
[[nodiscard]] std::optional<YamlNode> read_yaml_tree(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace tagcache::generator
