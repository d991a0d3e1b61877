#include "document/yaml_trouble.hpp"

#include <algorithm>
#include <cctype>
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

/// One line of the file without the blanks around it.
struct Line {
  std::uint32_t number = 0;
  std::size_t begin = 0;
  std::string_view text;

  Line(const SourceFile& file, std::uint32_t line) : number(line) {
    const std::string_view whole = file.line(line);
    begin = std::min(whole.find_first_not_of(' '), whole.size());
    text = whole.substr(begin);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  }

  /// Where the first ':' stands that is none of a C++ name; the end when there is none.
  [[nodiscard]] std::size_t colon() const {
    std::size_t place = text.find(':');
    while (place != std::string_view::npos && text.substr(place, 2) == "::") place = text.find(':', place + 2);
    return std::min(place, text.size());
  }
  [[nodiscard]] bool is_pair() const {
    return colon() < text.size() && (colon() + 1 == text.size() || text[colon() + 1] == ' ');
  }
  [[nodiscard]] bool has_value() const { return colon() + 1 < text.size(); }
  [[nodiscard]] bool may_be_key() const {
    return !text.empty() && std::isalpha(static_cast<unsigned char>(text.front()));
  }
};

/// The line at `place` or, up to the next pair of key and value, above it that lacks its ':' or the blank behind that.
/// What goes on from the value of the pair above is none.
std::optional<Line> line_without_colon(const SourceRange& place) {
  std::optional<Line> found;
  for (std::uint32_t number = place.line; number > 0; --number) {
    const Line line(*place.file, number);
    if (line.may_be_key() && !line.is_pair()) {
      found = line;
    } else if (line.is_pair() && number != place.line) {
      return found && line.has_value() && line.begin < found->begin ? std::nullopt : found;
    }
  }
  return found;
}

Diagnostic colon_error(const SourceFile& file, const Line& line) {
  const std::size_t end = std::min(line.text.find_first_of(" :"), line.text.size());
  const std::string key(line.text.substr(0, end));
  const bool has_colon = end < line.text.size() && line.text[end] == ':';
  const std::string_view value = line.text.substr(std::min(end + 1, line.text.size()));
  const SourceRange range{&file, line.number, static_cast<std::uint32_t>(line.begin) + 1,
                          static_cast<std::uint32_t>(end)};
  return {"yaml-syntax",
          range,
          has_colon ? "no blank behind '" + key + ":'" : "no ':' behind the key '" + key + "'",
          "':' and a blank behind each key",
          key + (value.empty() ? ":" : ": " + std::string(value)),
          {}};
}

bool holds(const std::string& reason, std::string_view words) { return reason.find(words) != std::string::npos; }

}  // namespace

Diagnostic yaml_syntax_error(const std::string& reason, const SourceRange& place,
                             const std::optional<OpenBracket>& bracket) {
  const std::string_view line = place.file->line(place.line);
  if (indented_with_tab(line)) return tab_error(place, line);
  if (bracket && holds(reason, "flow not found")) return bracket_error(place, *bracket);
  if (holds(reason, "map value") || holds(reason, "end of map")) {
    if (const std::optional<Line> found = line_without_colon(place)) return colon_error(*place.file, *found);
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
