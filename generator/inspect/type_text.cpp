#include "inspect/type_text.hpp"

#include <algorithm>

namespace tagcache::generator {
namespace {

bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20U || letter == 0x7F; }

char opening_of(char closing) {
  switch (closing) {
    case ')':
      return '(';
    case ']':
      return '[';
    case '>':
      return '<';
    default:
      return 0;
  }
}

/// A bracket without its partner would reach into the code behind the type.
std::string why_unbalanced(std::string_view text) {
  std::string open;
  for (const char letter : text) {
    if (letter == '(' || letter == '[' || letter == '<') open.push_back(letter);
    const char opening = opening_of(letter);
    if (opening == 0) continue;
    if (open.empty() || open.back() != opening) return std::string("'") + letter + "' closes nothing";
    open.pop_back();
  }
  return open.empty() ? "" : std::string("'") + open.back() + "' is not closed";
}

}  // namespace

std::string why_no_type_text(std::string_view text) {
  if (text.find_first_not_of(' ') == std::string_view::npos) return "it is empty";
  if (std::any_of(text.begin(), text.end(), is_control)) return "it has a line break, a tab, or a control character";
  const std::size_t foreign = text.find_first_of(";{}#\"'\\@`$?");
  if (foreign != std::string_view::npos) return std::string("'") + text[foreign] + "' cannot be part of a type";
  if (text.find("//") != std::string_view::npos || text.find("/*") != std::string_view::npos) return "it has a comment";
  return why_unbalanced(text);
}

}  // namespace tagcache::generator
