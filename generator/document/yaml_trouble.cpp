#include "document/yaml_trouble.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "document/schema_keys.hpp"
#include "document/yaml_text.hpp"

namespace tagcache::generator {
namespace {

Diagnostic tab_error(SourceRange place, std::string_view line) {
  place.column = static_cast<std::uint32_t>(line.find('\t')) + 1;
  place.length = 1;
  return {"yaml-tab", place, "a tab in the indentation", "YAML indents with spaces only", "two spaces a level", {}};
}

/// Where the reader noticed an open bracket is often far below it; only on its own line does that place say more.
Diagnostic bracket_error(const SourceRange& place, const OpenBracket& bracket) {
  const std::string opening(1, bracket.closing == ']' ? '[' : '{');
  const std::string closing(1, bracket.closing);
  if (place.line == bracket.range.line && place.column <= place.file->line(place.line).size()) {
    return {"yaml-syntax",
            place,
            "the item in front of this has ended",
            "',' and the next item, or '" + closing + "'",
            "text that holds quotes or brackets in quotes as a whole",
            {{bracket.range, "the list or map begins here"}}};
  }
  return {"yaml-syntax",
          bracket.range,
          "the '" + opening + "' that opens here is not closed",
          "'" + closing + "' behind the last item",
          "both brackets",
          {}};
}

bool is_key(std::string_view word) {
  for (const KeyedMap map : {KeyedMap::schema, KeyedMap::query, KeyedMap::mutation}) {
    const std::vector<SchemaKey>& keys = keys_of(map);
    if (std::any_of(keys.begin(), keys.end(), [&](const SchemaKey& key) { return key.name == word; })) return true;
  }
  return false;
}

/// The key on the line of `place`, or on the next one above that is not empty, behind which no colon stands.
std::optional<SourceRange> key_without_colon(const SourceRange& place) {
  std::uint32_t looked_at = 0;
  for (std::uint32_t number = place.line; number > 0 && looked_at < 2; --number) {
    const std::string_view line = place.file->line(number);
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos || line[begin] == '#' || line[begin] == '\r') continue;
    ++looked_at;
    const std::size_t end = std::min(line.find_first_of(" :\r", begin), line.size());
    if (end < line.size() && line[end] == ':') continue;
    if (!is_key(line.substr(begin, end - begin))) continue;
    return SourceRange{place.file, number, static_cast<std::uint32_t>(begin) + 1,
                       static_cast<std::uint32_t>(end - begin)};
  }
  return std::nullopt;
}

Diagnostic colon_error(const SourceRange& key) {
  const std::string name(key.file->line(key.line).substr(key.column - 1, key.length));
  return {"yaml-syntax", key, "no ':' behind the key '" + name + "'", "':' and a blank behind each key",
          name + ":",    {}};
}

bool holds(const std::string& reason, std::string_view words) { return reason.find(words) != std::string::npos; }

}  // namespace

Diagnostic yaml_syntax_error(const std::string& reason, const SourceRange& place,
                             const std::optional<OpenBracket>& bracket) {
  const std::string_view line = place.file->line(place.line);
  if (indented_with_tab(line)) return tab_error(place, line);
  if (bracket && holds(reason, "flow not found")) return bracket_error(place, *bracket);
  if (holds(reason, "map value") || holds(reason, "end of map")) {
    if (const std::optional<SourceRange> key = key_without_colon(place)) return colon_error(*key);
  }
  Diagnostic error{"yaml-syntax", place, "this is not YAML: " + reason, {}, {}, {}};
  if (holds(reason, "referenced anchor")) {
    error.code = "yaml-feature";
    error.message = "an alias is not supported in a schema";
    error.expected = "each value written out";
    error.cure = "the value itself; text that begins with '*' in quotes";
  } else if (holds(reason, "map value")) {
    error.message = "a ':' where no key can stand";
    error.expected = "one 'key: value' a line, indented like the keys beside it";
    error.cure = "the same number of spaces before all keys of one map; text that holds ': ' in quotes";
  } else if (holds(reason, "end of map") || holds(reason, "end of sequence")) {
    error.message = "this line does not belong to the keys or items above it";
    error.expected = "'key: value' or '- item', indented like the lines beside it";
    error.cure = "the same number of spaces before all keys of one map; one value behind a key";
  } else if (holds(reason, "unknown token")) {
    error.message = "text cannot begin with this character";
    error.expected = "text that begins with a letter, a digit or '('";
    error.cure = "the text in quotes";
  } else if (holds(reason, "flow end")) {
    error.message = "a closing bracket that does not match the one that is open";
    error.expected = "each '[' closed by ']' and each '{' by '}'";
    error.cure = "text that holds a bracket in quotes";
  } else if (holds(reason, "escape")) {
    error.message = "an escape sequence that YAML does not know";
    error.expected = "\\\\ \\\" \\n \\t and the other escapes of YAML";
    error.cure = "text with backslashes in single quotes";
  }
  return error;
}

}  // namespace tagcache::generator
