#include "document/yaml_trouble.hpp"

#include <string_view>

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

bool holds(const std::string& reason, std::string_view words) { return reason.find(words) != std::string::npos; }

}  // namespace

Diagnostic yaml_syntax_error(const std::string& reason, const SourceRange& place,
                             const std::optional<OpenBracket>& bracket) {
  const std::string_view line = place.file->line(place.line);
  if (indented_with_tab(line)) return tab_error(place, line);
  if (bracket && holds(reason, "flow not found")) return bracket_error(place, *bracket);
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
