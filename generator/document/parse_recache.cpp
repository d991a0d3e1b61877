#include "document/parse_recache.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "document/text_part.hpp"

namespace tagcache::generator {
namespace {

bool is_letter(char letter) {
  return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         static_cast<unsigned char>(letter) >= 0x80;
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// What is shaped like the name of an argument; `-` is for `user-id`, which is told apart where names are known.
bool is_name(std::string_view text) {
  if (text.empty() || !is_letter(text.front()) || text == "true" || text == "false") return false;
  for (const char letter : text) {
    if (!is_letter(letter) && !is_digit(letter) && letter != '-') return false;
  }
  return true;
}

/// The name that ends in front of `end`.
std::string name_before(const std::string& text, std::size_t end) {
  while (end > 0 && !is_letter(text[end - 1]) && !is_digit(text[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && (is_letter(text[begin - 1]) || is_digit(text[begin - 1]))) --begin;
  return text.substr(begin, end - begin);
}

/// The call that `text` was most likely meant to be: `get_user user`, `users.get_user(user)`, `get_user[user];`.
std::string call_meant_by(const std::string& text) {
  const std::size_t open = text.find_first_of("([{");
  const std::size_t blank = text.find_first_of(blanks);
  const std::size_t behind_name = open != std::string::npos ? open : blank;
  if (behind_name == std::string::npos) return "get_user(user)";
  const std::string name = name_before(text, behind_name);
  const std::size_t close = open == std::string::npos ? std::string::npos : text.find_last_of(")]}");
  std::string inside = text.substr(behind_name + 1, close == std::string::npos ? close : close - behind_name - 1);
  const std::size_t last = inside.find_last_not_of(" ,");
  inside.erase(last == std::string::npos ? 0 : last + 1);
  inside.erase(0, inside.find_first_not_of(" ,"));
  if (inside.find('(') == std::string::npos) inside.erase(std::min(inside.find(')'), inside.size()));
  return name.empty() ? "get_user(user)" : name + '(' + inside + ')';
}

std::optional<WrittenRecache> refuse_call(const Text& text, const SourceRange& range, Diagnostics& diagnostics) {
  diagnostics.report(
      {"recache-syntax",
       range,
       "'" + text.value + "' is not a query with its arguments",
       "the name of a query and, in parentheses, arguments of this mutation or values such as 50, \"new\"",
       call_meant_by(text.value),
       {}});
  return std::nullopt;
}

/// The comma behind what begins at `begin`, or `close`; commas between quotes and brackets are part of it. Nothing when
/// a bracket closes what none has opened.
std::optional<std::size_t> end_of_passed(const std::string& text, std::size_t begin, std::size_t close) {
  char quote = '\0';
  int depth = 0;
  bool is_first = true;
  for (std::size_t at = begin; at < close; ++at) {
    const char letter = text[at];
    if (blanks.find(letter) != std::string_view::npos) continue;
    // Elsewhere a single quote stands between digits.
    const bool opens_quote = letter == '"' || (letter == '\'' && is_first);
    is_first = false;
    if (quote != '\0') {
      if (letter == quote) quote = '\0';
    } else if (opens_quote) {
      quote = letter;
    } else if (std::string_view("([{<").find(letter) != std::string_view::npos) {
      ++depth;
    } else if (std::string_view(")]}>").find(letter) != std::string_view::npos) {
      if (--depth < 0) return std::nullopt;
    } else if (letter == ',' && depth == 0) {
      return at;
    }
  }
  return close;
}

}  // namespace

std::optional<WrittenRecache> parse_recache(const Text& text, Diagnostics& diagnostics) {
  const bool is_alone = is_plain_name(text) && text.value.find_first_of("[]{}<>") == std::string::npos;
  if (is_alone) return WrittenRecache{text, {}, text.range, false};
  const std::size_t open = text.value.find('(');
  if (open == std::string::npos || !text.value.ends_with(')')) return refuse_call(text, text.range, diagnostics);
  WrittenRecache recache{part_of(text, 0, open), {}, text.range, true};
  if (!is_plain_name(recache.query)) return refuse_call(text, recache.query.range, diagnostics);
  const std::size_t close = text.value.size() - 1;
  if (trimmed_part(text, open + 1, close).value.empty()) return recache;
  for (std::size_t begin = open + 1; begin <= close;) {
    const std::optional<std::size_t> end = end_of_passed(text.value, begin, close);
    Text passed = trimmed_part(text, begin, end.value_or(close));
    if (!end || passed.value.empty()) return refuse_call(text, passed.range, diagnostics);
    const bool fixed = !is_name(passed.value);
    recache.arguments.push_back({std::move(passed), fixed});
    begin = *end + 1;
  }
  return recache;
}

}  // namespace tagcache::generator
