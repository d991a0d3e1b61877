#include "document/yaml_text.hpp"

#include <algorithm>
#include <cstddef>

#include "support/utf8_letter.hpp"

namespace tagcache::generator {
namespace {

/// Where the quote that opens `text` is closed; npos when it is not.
std::size_t closing_quote(std::string_view text) {
  const char quote = text.front();
  for (std::size_t place = 1; place < text.size(); ++place) {
    if (quote == '"' && text[place] == '\\') {
      ++place;
    } else if (text[place] == quote) {
      const bool doubled = quote == '\'' && place + 1 < text.size() && text[place + 1] == quote;
      if (!doubled) return place;
      ++place;
    }
  }
  return std::string_view::npos;
}

ScalarPlace place_of_quoted(const SourceRange& begin, std::string_view line) {
  ScalarPlace place{begin};
  const std::size_t offset = static_cast<std::size_t>(line.data() - begin.file->text().data()) + begin.column - 1;
  const std::size_t end_in_line = closing_quote(line.substr(begin.column - 1));
  place.one_line = end_in_line != std::string_view::npos;
  place.closed = closing_quote(begin.file->text().substr(offset)) != std::string_view::npos;
  if (place.one_line) {
    place.range.column = begin.column + 1;
    place.range.length = std::max(1U, static_cast<std::uint32_t>(end_in_line) - 1);
  }
  return place;
}

}  // namespace

ScalarPlace place_of_scalar(const SourceRange& begin, std::string_view value) {
  const std::string_view line = begin.file->line(begin.line);
  const std::string_view rest = begin.column <= line.size() ? line.substr(begin.column - 1) : std::string_view();
  if (rest.starts_with('"') || rest.starts_with('\'')) return place_of_quoted(begin, line);
  ScalarPlace place{begin};
  place.one_line = rest.starts_with(value);
  if (place.one_line) place.range.length = std::max(1U, static_cast<std::uint32_t>(value.size()));
  return place;
}

bool indented_with_tab(std::string_view line) {
  const std::string_view indentation = line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
  return indentation.find('\t') != std::string_view::npos;
}

std::optional<SourceRange> first_wrong_byte(const SourceFile& file) {
  for (std::uint32_t number = 1; number <= file.line_count(); ++number) {
    const std::string_view line = file.line(number);
    for (std::size_t place = 0; place < line.size();) {
      const std::size_t size = utf8_letter_size(line.substr(place));
      if (size == 0 || line[place] == '\0') return SourceRange{&file, number, static_cast<std::uint32_t>(place) + 1, 1};
      place += size;
    }
  }
  return std::nullopt;
}

}  // namespace tagcache::generator
