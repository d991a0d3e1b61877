#include "model/fixed_value.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "model/meant_number.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

constexpr std::string_view no_value = "std::nullopt";
constexpr std::array<std::string_view, 10> words_for_none = {"nullopt", "null", "Null", "NULL", "nullptr",
                                                             "none",    "None", "nil",  "~",    "{}"};
constexpr std::array<std::string_view, 8> words_for_true = {"true", "True", "TRUE", "yes", "Yes", "on", "On", "1"};
constexpr std::array<std::string_view, 8> words_for_false = {"false", "False", "FALSE", "no", "No", "off", "Off", "0"};

template <std::size_t Count>
bool is_among(std::string_view word, const std::array<std::string_view, Count>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_of_name(char letter) {
  return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
         (letter >= 'A' && letter <= 'Z');
}

/// Generated code shows such a text between quotes and in a comment.
bool is_text(std::string_view written) {
  if (written.size() < 2 || written.front() != '"' || written.back() != '"') return false;
  const std::string_view inside = written.substr(1, written.size() - 2);
  return std::none_of(inside.begin(), inside.end(), [](char letter) {
    return letter == '"' || letter == '\\' || static_cast<unsigned char>(letter) < 0x20;
  });
}

/// `Order::newest`, `::shop::Order::newest`
bool is_scoped_name(std::string_view written) {
  bool any_scope = false;
  for (std::size_t at = 0; at < written.size(); ++at) {
    if (is_of_name(written[at])) continue;
    if (written.substr(at, 2) != "::" || at + 2 == written.size() || !is_of_name(written[at + 2])) return false;
    any_scope = true;
    ++at;
  }
  return any_scope;
}

/// `010` would be eight to C++.
bool is_plain_number(const std::string& written) {
  const std::optional<WholeNumber> number = whole_number(written);
  return number && number->text() == written;
}

struct Bounds {
  std::uint64_t below_zero = 0;  ///< the amount of the least number
  std::uint64_t most = 0;

  [[nodiscard]] WholeNumber least() const { return {true, below_zero}; }

  [[nodiscard]] WholeNumber nearest_to(const WholeNumber& number) const {
    return {number.below_zero, std::min(number.amount, number.below_zero ? below_zero : most)};
  }
};

/// What fits on every machine: whether `char` and `wchar_t` have a sign differs.
Bounds bounds_of(const TypeFacts& facts) {
  constexpr std::array<std::string_view, 5> with_sign = {"signed char", "short", "int", "long", "long long"};
  constexpr std::array<std::string_view, 3> letters = {"char8_t", "char16_t", "char32_t"};
  const bool is_unsigned = facts.canonical.starts_with("unsigned") || is_among(facts.canonical, letters);
  const std::uint64_t bits = std::clamp<std::uint64_t>(8 * facts.size_bytes, 8, 64) - (is_unsigned ? 0 : 1);
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max() >> (64 - bits);
  return {is_among(facts.canonical, with_sign) ? most + 1 : 0, most};
}

FixedValue number_of(const std::string& written, const TypeFacts& facts) {
  const Bounds bounds = bounds_of(facts);
  if (is_plain_number(written) && bounds.nearest_to(*whole_number(written)).text() == written) return {written, {}, {}};
  return {"", "a whole number from " + bounds.least().text() + " to " + WholeNumber{false, bounds.most}.text(),
          bounds.nearest_to(meant_number(written).value_or(WholeNumber{})).text()};
}

/// The name at the end of `written`.
std::string last_name(const std::string& written) {
  std::size_t end = written.size();
  while (end > 0 && !is_of_name(written[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && is_of_name(written[begin - 1])) --begin;
  return written.substr(begin, end - begin);
}

/// Enumerators are written behind their type, with as much of its namespace as one likes.
FixedValue enumerator_of(const std::string& written, const TypeFacts& facts, const std::string& type) {
  const std::size_t colons = written.rfind("::");
  const std::string name = last_name(written);
  const std::string front = colons == std::string::npos ? "" : "::" + written.substr(0, colons);
  const bool is_type = ("::" + facts.canonical).ends_with(front) || "::" + type == front;
  const auto& known = facts.enumerators;
  const bool is_one = std::find(known.begin(), known.end(), name) != known.end();
  if (!front.empty() && is_type && is_one && written.ends_with("::" + name)) return {type + "::" + name, {}, {}};
  const std::string meant = nearest(name, known).value_or(known.front());
  return {"", type + ":: and " + one_of("enumerators", known), type + "::" + meant};
}

FixedValue truth_of(const std::string& written) {
  if (written == "true" || written == "false") return {written, {}, {}};
  std::string word = written;
  std::erase_if(word, [](char letter) { return letter == '"' || letter == '\''; });
  return {"", "true or false", is_among(word, words_for_false) ? "false" : "true"};
}

/// What is no text is put between quotes, unless it is made of signs of C++.
FixedValue text_of(const std::string& written, const std::string& argument) {
  if (is_text(written)) return {written, {}, {}};
  std::string inside = written;
  std::erase_if(
      inside, [](char letter) { return letter == '"' || letter == '\\' || static_cast<unsigned char>(letter) < 0x20; });
  if (inside.size() > 1 && inside.front() == '\'' && inside.back() == '\'')
    inside = inside.substr(1, inside.size() - 2);
  const bool is_code = inside.find_first_of("(){}[]<>") != std::string::npos || inside.find("::") != std::string::npos;
  const bool is_none = inside.empty() || is_code || is_among(inside, words_for_none);
  const std::string clean = written.starts_with('"') ? ", without double quotes and backslashes in it" : "";
  return {"", "a text in double quotes" + clean, '"' + (is_none ? argument : inside) + '"'};
}

/// Of a type of which nothing is known.
FixedValue some_value(const std::string& written) {
  const bool is_word = written == "true" || written == "false";
  if (is_word || is_text(written) || is_plain_number(written) || is_scoped_name(written)) return {written, {}, {}};
  const std::optional<WholeNumber> number = meant_number(written);
  return {"", "a whole number, true, false, a text in double quotes, an enumerator with its type, or std::nullopt",
          is_among(written, words_for_none) ? std::string(no_value)
          : number                          ? number->text()
                                            : ""};
}

FixedValue value_of(const std::string& written, const TypeFacts& facts, const Argument& taken,
                    const std::string& type) {
  if (facts.canonical.empty()) return some_value(written);
  if (facts.kind == TypeKind::integral) return number_of(written, facts);
  if (facts.kind == TypeKind::enumeration && !facts.enumerators.empty()) return enumerator_of(written, facts, type);
  if (facts.kind == TypeKind::boolean) return truth_of(written);
  if (facts.kind == TypeKind::string) return text_of(written, taken.name);
  if (facts.canonical.starts_with("std::optional<") && facts.held.size() == 1) {
    if (written == no_value) return {written, {}, {}};
    FixedValue held = value_of(written, facts.held.front(), taken, facts.held.front().canonical);
    held.expected += held.expected.empty() ? "" : ", or std::nullopt";
    if (is_among(written, words_for_none) && held.value.empty()) held.cure = no_value;
    return held;
  }
  return {"", "an argument of the type " + taken.type, ""};
}

/// `5` of `std::uint8_t{5}`, `(5)` and `static_cast<int>(5)`; nothing when there are no such brackets around anything.
std::optional<std::string> inside_brackets(const std::string& written) {
  if (!written.ends_with(')') && !written.ends_with('}')) return std::nullopt;
  const std::size_t open = written.find(written.back() == ')' ? '(' : '{');
  if (written.starts_with('"') || open == std::string::npos || open + 2 == written.size()) return std::nullopt;
  return written.substr(open + 1, written.size() - open - 2);
}

}  // namespace

FixedValue fixed_value(const std::string& written, const Argument& taken) {
  FixedValue fixed = value_of(written, taken.facts, taken, taken.type);
  if (!fixed.value.empty()) return fixed;
  if (const std::optional<std::string> inside = inside_brackets(written)) {
    const FixedValue meant = fixed_value(*inside, taken);
    fixed.cure = meant.value.empty() ? meant.cure : meant.value;
  }
  return fixed;
}

bool is_word_for_value(const std::string& name) {
  return is_among(name, words_for_none) || is_among(name, words_for_true) || is_among(name, words_for_false);
}

}  // namespace tagcache::generator
