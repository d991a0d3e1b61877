#include "support/type_words.hpp"

namespace tagcache::generator {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || is_digit(letter) || letter == '_';
}

bool is_scoped(std::string_view front) {
  const std::size_t last = front.find_last_not_of(' ');
  return front.substr(0, last + 1).ends_with("::");
}

/// Calls `see(name, is looked up)` for each identifier, and `copy` for the text between them.
template <class See, class Copy>
void go_through(std::string_view type, const See& see, const Copy& copy) {
  for (std::size_t begin = 0, end = 0; begin < type.size(); begin = end) {
    end = begin;
    while (end < type.size() && is_name_letter(type[end])) ++end;
    if (end == begin) {
      copy(type.substr(end++, 1));
    } else if (is_digit(type[begin])) {
      copy(type.substr(begin, end - begin));
    } else {
      see(type.substr(begin, end - begin), !is_scoped(type.substr(0, begin)));
    }
  }
}

std::set<std::string> words(std::string_view type, bool only_looked_up) {
  std::set<std::string> found;
  const auto see = [&](std::string_view name, bool is_looked_up) {
    if (is_looked_up || !only_looked_up) found.emplace(name);
  };
  go_through(type, see, [](std::string_view) {});
  return found;
}

}  // namespace

std::set<std::string> identifiers(std::string_view type) { return words(type, false); }

std::set<std::string> names_looked_up(std::string_view type) { return words(type, true); }

std::string respelled(std::string_view type, const Spellings& spellings) {
  std::string text;
  const auto see = [&](std::string_view name, bool is_looked_up) {
    const auto found = is_looked_up ? spellings.find(name) : spellings.end();
    text += found == spellings.end() ? name : std::string_view(found->second);
  };
  go_through(type, see, [&](std::string_view between) { text += between; });
  return text;
}

}  // namespace tagcache::generator
