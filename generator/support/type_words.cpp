#include "support/type_words.hpp"

#include <algorithm>
#include <array>
#include <vector>

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

template <std::size_t Count>
bool is_one_of(std::string_view word, const std::array<std::string_view, Count>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Words in front of the name of a type, which are no type themselves.
constexpr std::array<std::string_view, 6> in_front_of_types{"const", "volatile", "struct", "class", "enum", "typename"};

/// Words in front of round brackets that hold no parameters.
constexpr std::array<std::string_view, 4> operators{"decltype", "sizeof", "alignof", "noexcept"};

/// The brackets around a place in a type, to tell the names of parameters from those of types: `void(int Page)`.
class Around {
 public:
  void pass(char letter, std::string_view last_word) {
    if (letter == '(') open_.push_back({!is_one_of(last_word, operators), false});
    if (letter == '<' || letter == '[') open_.push_back({false, false});
    if ((letter == ')' || letter == '>' || letter == ']') && !open_.empty()) open_.pop_back();
    if (letter == ',' && !open_.empty()) open_.back().has_type = false;
    if ((letter == '*' || letter == '&') && !open_.empty()) open_.back().has_type = true;
  }

  void pass_word(std::string_view word) {
    if (!open_.empty() && !is_one_of(word, in_front_of_types)) open_.back().has_type = true;
  }

  /// Whether a name in front of `rest` is one of a parameter: its type stands in front of it, and nothing behind it.
  [[nodiscard]] bool names_parameter(std::string_view rest) const {
    if (open_.empty() || !open_.back().holds_parameters || !open_.back().has_type) return false;
    const std::size_t next = rest.find_first_not_of(' ');
    return next != std::string_view::npos && std::string_view(",)[").find(rest[next]) != std::string_view::npos;
  }

 private:
  struct Bracket {
    bool holds_parameters = false;
    bool has_type = false;  ///< in front of the place, in the same parameter
  };
  std::vector<Bracket> open_;
};

/// Calls `see(name, is looked up)` for each identifier, and `copy` for the text between them.
template <class See, class Copy>
void go_through(std::string_view type, const See& see, const Copy& copy) {
  Around around;
  std::string_view last_word;
  for (std::size_t begin = 0, end = 0; begin < type.size(); begin = end) {
    end = begin;
    while (end < type.size() && is_name_letter(type[end])) ++end;
    if (end == begin) {
      around.pass(type[begin], last_word);
      if (type[begin] != ' ') last_word = {};
      copy(type.substr(end++, 1));
      continue;
    }
    last_word = type.substr(begin, end - begin);
    if (is_digit(type[begin])) {
      copy(last_word);
    } else {
      see(last_word, !is_scoped(type.substr(0, begin)) && !around.names_parameter(type.substr(end)));
      around.pass_word(last_word);
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
