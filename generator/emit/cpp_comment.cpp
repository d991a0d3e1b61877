#include "emit/cpp_comment.hpp"

#include <cstddef>
#include <utility>

#include "emit/layout.hpp"
#include "support/utf8_letter.hpp"

namespace tagcache::generator {
namespace {

/// What is left of a line for text, deepest in the tag builder.
constexpr std::size_t text_width = line_width - sizeof("    /// ");

std::string without_controls(std::string_view line) {
  std::string text;
  for (std::size_t place = 0; place < line.size();) {
    const std::size_t turning = turning_letter_size(line.substr(place));
    const auto byte = static_cast<unsigned char>(line[place]);
    if (byte == '\t') text += ' ';
    if (turning == 0 && byte >= 0x20 && byte != 0x7F) text += line[place];
    place += turning == 0 ? 1 : turning;
  }
  return text;
}

std::string comment_line(std::string text) {
  text.resize(text.find_last_not_of(' ') + 1);
  if (text.empty()) return "///";
  if (text.ends_with('\\') || text.ends_with("?"
                                             "?/"))
    text += '.';
  return "/// " + text;
}

/// `line` in pieces that are short enough, if it has blanks to break at.
void add_wrapped(std::string line, std::vector<std::string>& lines) {
  while (line.size() > text_width) {
    std::size_t blank = line.rfind(' ', text_width);
    if (blank == std::string::npos || line.find_first_not_of(' ') > blank) blank = line.find(' ', text_width);
    if (blank == std::string::npos) break;
    lines.push_back(comment_line(line.substr(0, blank)));
    line.erase(0, line.find_first_not_of(' ', blank));
  }
  lines.push_back(comment_line(std::move(line)));
}

}  // namespace

std::vector<std::string> comment_lines(std::string_view prose) {
  std::vector<std::string> lines;
  while (!prose.empty()) {
    const std::size_t end = prose.find('\n');
    add_wrapped(without_controls(prose.substr(0, end)), lines);
    prose.remove_prefix(end == std::string_view::npos ? prose.size() : end + 1);
  }
  while (!lines.empty() && lines.back() == "///") lines.pop_back();
  while (!lines.empty() && lines.front() == "///") lines.erase(lines.begin());
  return lines;
}

}  // namespace tagcache::generator
