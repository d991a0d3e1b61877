#include "model/option_values.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "model/duration_text.hpp"
#include "model/meant_duration.hpp"
#include "model/reserved_names.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

constexpr std::string_view digits = "0123456789";

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

/// YAML 1.1 takes `010` for eight, YAML 1.2 for ten.
bool is_ambiguous(std::string_view text) { return is_number(text) && text.size() > 1 && text.front() == '0'; }

std::string without_leading_zeros(std::string_view text) {
  return std::string(text.substr(std::min(text.find_first_not_of('0'), text.size() - 1)));
}

bool allows(const SchemaKey& key, std::string_view word) {
  return std::find(key.words.begin(), key.words.end(), word) != key.words.end();
}

/// What can stand there: the words of the key, and `others`.
std::string expected_values(const SchemaKey& key, std::string_view others) {
  std::string text;
  for (const std::string_view word : key.words) text += std::string(word) + ", or ";
  return text.append(others);
}

std::string lower_without_blanks(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter != ' ') result += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return result;
}

/// A word of the key that was most likely meant: spelt nearly so, or another word for off.
std::optional<std::string> meant_word(const SchemaKey& key, const std::string& text) {
  constexpr std::array<std::string_view, 5> other_words_for_off = {"no", "false", "none", "never", "disabled"};
  if (allows(key, "off") &&
      std::find(other_words_for_off.begin(), other_words_for_off.end(), text) != other_words_for_off.end()) {
    return "off";
  }
  const std::vector<std::string> words(key.words.begin(), key.words.end());
  return text == "on" ? std::nullopt : nearest(text, words);
}

void refuse(std::string code, const SchemaKey& key, const Text& written, std::string message, std::string_view expected,
            std::string cure, Diagnostics& diagnostics) {
  diagnostics.report(
      {std::move(code), written.range, std::move(message), expected_values(key, expected), std::move(cure), {}});
}

/// A bare number is whole milliseconds. Empty for what is no duration and for what does not fit into one.
std::optional<Duration> parsed_duration(const std::string& text) {
  try {
    return parse_duration(is_number(text) ? text + "ms" : text);
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

std::string cure_for_duration(const SchemaKey& key, const std::string& written) {
  const std::string text = lower_without_blanks(written);
  if (is_ambiguous(text)) return without_leading_zeros(text);
  if (const std::optional<std::string> word = meant_word(key, text)) return *word;
  const bool is_flag = text.starts_with('-') && is_number(std::string_view(text).substr(1));  // -1 for "none"
  if (is_flag) return allows(key, "off") ? "off" : std::string(key.value.example);
  const std::optional<Milliseconds> meant = meant_duration(text);
  return meant ? duration_text(*meant) : std::string(key.value.example);
}

/// Why `text` is no duration for a schema; empty when it is one.
std::string trouble_with_duration(const std::string& text) {
  const std::string quoted = '"' + text + '"';
  if (is_ambiguous(text)) return quoted + " begins with 0, which some readers of YAML take for another base";
  if (text.starts_with('-')) return quoted + " is negative, and a duration cannot be negative";
  const std::optional<Duration> duration = parsed_duration(text);
  if (duration && *duration <= longest_duration) return {};
  const std::size_t unit = std::min(text.find_first_not_of(digits), text.size());
  const bool is_too_long = unit > 0 && parsed_duration('1' + text.substr(unit));
  return is_too_long ? quoted + " is too long: a duration may be 100 years at most, " + duration_text(longest_duration)
                     : quoted + " is not a duration: write digits and a unit, one of ms, s, m, h, d";
}

/// A misspelt word of the key, or a duration in other words, is more likely than a name far from all that there are.
void refuse_unknown_name(const SchemaKey& key, const Text& written, const NamedDurations& names,
                         Diagnostics& diagnostics) {
  std::vector<std::string> known;
  for (const auto& [name, duration] : names.values) known.push_back(name);
  const std::optional<std::string> meant = nearest(written.value, known);
  const std::vector<std::string> words(key.words.begin(), key.words.end());
  const std::string question = did_you_mean(written.value, known);
  refuse("unknown-duration", key, written,
         (known.empty() ? '"' + written.value + "\" is not a duration, and the schema has no names for any"
                        : "no duration is called '" + written.value + "'") +
             (question.empty() ? did_you_mean(written.value, words) : question),
         (known.empty() ? "" : one_of("durations", known) + ", or ") +
             std::string("digits and a unit, or whole milliseconds: 250ms, 30s, 5m, 1h, 7d, 250"),
         meant.value_or(cure_for_duration(key, written.value)), diagnostics);
}

/// The number in `text`, hundredths of it.
std::optional<double> hundredths(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  if (text.front() == '.' || text.back() == '.') return std::nullopt;
  const std::string scaled = std::string(text) + "e-2";  // so that 7% is the number nearest to 0.07
  double value = 0;
  const auto [end, error] = std::from_chars(scaled.data(), scaled.data() + scaled.size(), value);
  return error == std::errc() && end == scaled.data() + scaled.size() ? std::optional(value) : std::nullopt;
}

std::string cure_for_share(const SchemaKey& key, const std::string& written) {
  std::string text = lower_without_blanks(written);
  const bool has_sign = text.ends_with('%');
  if (has_sign) text.pop_back();
  const std::optional<double> share = hundredths(text);
  if (!share) return meant_word(key, text).value_or(std::string(key.value.example));
  if (*share > 1) return "100%";
  if (has_sign || *share >= 0.01) return text + '%';
  return std::string(key.value.example);
}

struct SizeUnit {
  std::string_view name;
  int shift;
};
constexpr std::array<SizeUnit, 5> size_units = {{{"", 0}, {"B", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}}};

std::optional<std::uint64_t> parsed_size(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of(digits), text.size());
  const auto unit = std::find_if(size_units.begin(), size_units.end(),
                                 [&](const SizeUnit& known) { return known.name == text.substr(end); });
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + end, number);
  if (unit == size_units.end() || error != std::errc() || rest != text.data() + end) return std::nullopt;
  if (number == 0 || number > (std::numeric_limits<std::uint64_t>::max() >> unit->shift)) return std::nullopt;
  return number << unit->shift;
}

/// `2 kb` as `2KiB`.
std::string cure_for_size(const SchemaKey& key, const std::string& written) {
  const std::string text = lower_without_blanks(written);
  if (is_ambiguous(text)) return without_leading_zeros(text);
  const std::size_t end = std::min(text.find_first_not_of(digits), text.size());
  constexpr std::array<std::string_view, 4> letters = {"b", "k", "m", "g"};
  for (std::size_t unit = 0; unit < letters.size() && end < text.size(); ++unit) {
    const std::string size = text.substr(0, end) + std::string(size_units[unit + 1].name);
    if (text.substr(end, 1) == letters[unit] && parsed_size(size)) return size;
  }
  return std::string(key.value.example);
}

}  // namespace

bool may_name_duration(std::string_view text) {
  const std::vector<std::string_view>& words = words_beside_durations();
  return is_formed_as_name(text) && std::find(words.begin(), words.end(), text) == words.end();
}

std::optional<Duration> duration_value(const SchemaKey& key, const Text& written, const NamedDurations& names,
                                       Diagnostics& diagnostics) {
  const std::string& text = written.value;
  constexpr std::string_view expected = "digits and a unit, or whole milliseconds: 250ms, 30s, 5m, 1h, 7d, 250";
  if (text == "off" && allows(key, "off")) return Duration::zero();
  if (const auto named = names.values.find(text); named != names.values.end()) return named->second;
  std::string trouble = trouble_with_duration(text);
  if (trouble.empty()) return parsed_duration(text);
  if (may_name_duration(text)) {
    if (names.complete) refuse_unknown_name(key, written, names, diagnostics);
    return std::nullopt;
  }
  refuse("bad-duration", key, written, std::move(trouble), expected, cure_for_duration(key, text), diagnostics);
  return std::nullopt;
}

std::optional<double> share_value(const SchemaKey& key, const Text& written, Diagnostics& diagnostics) {
  const std::string& text = written.value;
  if (text == "off" && allows(key, "off")) return 0;
  const std::optional<double> share =
      text.ends_with('%') ? hundredths(std::string_view(text).substr(0, text.size() - 1)) : std::nullopt;
  if (share && *share <= 1) return share;
  refuse("bad-percent", key, written,
         share ? "\"" + text + "\" is more than all" : "\"" + text + "\" is not a share in percent",
         "a number and '%', at most 100%: 10%, 0.5%", cure_for_share(key, text), diagnostics);
  return std::nullopt;
}

std::optional<std::uint64_t> size_value(const SchemaKey& key, const Text& written, Diagnostics& diagnostics) {
  const std::optional<std::uint64_t> size = parsed_size(written.value);
  if (size && !is_ambiguous(written.value)) return size;
  refuse("bad-size", key, written, "\"" + written.value + "\" is not a size",
         "digits and a unit, or whole bytes, more than 0: 512B, 2KiB, 1MiB, 1GiB, 2048",
         cure_for_size(key, written.value), diagnostics);
  return std::nullopt;
}

}  // namespace tagcache::generator
