#include "inspect/type_text.hpp"

#include <algorithm>
#include <array>

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

/// Far more than people write. Compilers read brackets by recursion, and end by themselves somewhere below.
constexpr std::size_t deepest_brackets = 64;

/// A bracket without its partner would reach into the code behind the type.
std::string why_wrong_brackets(std::string_view text) {
  std::string open;
  for (const char letter : text) {
    if (letter == '(' || letter == '[' || letter == '<') open.push_back(letter);
    if (open.size() > deepest_brackets) {
      return "more than " + std::to_string(deepest_brackets) + " brackets are open at a time";
    }
    const char opening = opening_of(letter);
    if (opening == 0) continue;
    if (open.empty() || open.back() != opening) return std::string("'") + letter + "' closes nothing";
    open.pop_back();
  }
  return open.empty() ? "" : std::string("'") + open.back() + "' is not closed";
}

bool is_of_word(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
         letter == '_';
}

std::string_view without_blanks_at_end(std::string_view text) { return text.substr(0, text.find_last_not_of(' ') + 1); }

/// `decltype(x)` is a type like others.
bool ends_with_operator(std::string_view text) {
  text = without_blanks_at_end(text);
  std::size_t begin = text.size();
  while (begin > 0 && is_of_word(text[begin - 1])) --begin;
  const std::string_view word = text.substr(begin);
  constexpr std::array operators = {"decltype", "typeof",  "__typeof__", "__attribute__",
                                    "_BitInt",  "alignas", "noexcept"};
  return std::find(operators.begin(), operators.end(), word) != operators.end();
}

/// What stands between the bracket at `open` and its partner.
std::string_view inside_brackets(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < text.size(); ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) return text.substr(open + 1, at - open - 1);
  }
  return text.substr(open + 1);
}

}  // namespace

TextForm form_of_type_text(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '<') ++depth;
    if (text[at] == '>') --depth;
    if (text[at] != '(' || depth > 0) continue;
    std::string_view inside = inside_brackets(text, at);
    if (ends_with_operator(text.substr(0, at))) {
      at += inside.size() + 1;
      continue;
    }
    inside = without_blanks_at_end(inside);
    if (inside.ends_with("const")) inside = without_blanks_at_end(inside.substr(0, inside.size() - 5));
    const bool is_around =
        (inside.ends_with('*') && text.substr(at + inside.size() + 1).find_first_of("([") != std::string_view::npos) ||
        inside == "&" || inside == "&&";
    return is_around ? TextForm::around : TextForm::function;
  }
  return TextForm::plain;
}

std::string why_no_type_text(std::string_view text) {
  if (text.find_first_not_of(' ') == std::string_view::npos) return "it is empty";
  if (std::any_of(text.begin(), text.end(), is_control)) return "it has a line break, a tab, or a control character";
  const std::size_t foreign = text.find_first_of(";{}#\"'\\@`$?");
  if (foreign != std::string_view::npos) return std::string("'") + text[foreign] + "' cannot be part of a type";
  if (text.find("//") != std::string_view::npos || text.find("/*") != std::string_view::npos) return "it has a comment";
  return why_wrong_brackets(text);
}

}  // namespace tagcache::generator
