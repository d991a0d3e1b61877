#include "format/source_cursor.hpp"

#include <utility>

namespace tagcache::generator {
namespace {

bool is_blank(char letter) { return letter == ' ' || letter == '\t'; }

bool is_bracket_or_comma(char letter) { return std::string_view(",[]{}").find(letter) != std::string_view::npos; }

/// Single quotes become double ones when nothing inside needs a backslash then.
std::string with_plain_quotes(std::string_view quoted) {
  const std::string_view inside = quoted.substr(1, quoted.size() - 2);
  if (quoted.front() == '"' || inside.find_first_of("\"\\") != std::string_view::npos) return std::string(quoted);
  std::string plain = "\"";
  for (std::size_t place = 0; place < inside.size(); ++place) {
    plain += inside[place];
    if (inside[place] == '\'') ++place;  // written twice, it stands for one
  }
  return plain + '"';
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

std::string SourceCursor::read_quoted() {
  const char quote = next();
  const std::string_view text = rest();
  for (std::size_t place = 1; place < text.size(); ++place) {
    if (quote == '"' && text[place] == '\\') {
      ++place;
    } else if (text[place] == quote && quote == '\'' && text.substr(place + 1).starts_with('\'')) {
      ++place;
    } else if (text[place] == quote) {
      advance(place + 1);
      return with_plain_quotes(text.substr(0, place + 1));
    }
  }
  refuse("text that goes on in a further line", "the text in one line");
}

std::string SourceCursor::read_plain(bool in_brackets) {
  const std::size_t begin = column_;
  for (; !at_end_of_line() && !at_comment(); ++column_) {
    const char behind = column_ + 1 < text_.size() ? text_[column_ + 1] : ' ';
    if (in_brackets && is_bracket_or_comma(next())) break;
    if (next() == ':' && (is_blank(behind) || (in_brackets && is_bracket_or_comma(behind)))) break;
  }
  return trimmed(text_.substr(begin, column_ - begin));
}

std::string SourceCursor::read_comment() {
  const std::string_view comment = rest();
  advance(comment.size());
  return trimmed(comment);
}

void SourceCursor::refuse(std::string what, std::string cure) const {
  throw Unsafe{{file_, line_, static_cast<std::uint32_t>(column_) + 1, 1}, std::move(what), std::move(cure)};
}

}  // namespace tagcache::generator
