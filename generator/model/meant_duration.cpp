#include "model/meant_duration.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string>

namespace tagcache::generator {
namespace {

/// A unit by the names that people and other programs give it.
struct UnitNames {
  double milliseconds;
  std::array<std::string_view, 7> names;
};

constexpr std::array<UnitNames, 8> units = {{{0.001, {"us", "usec", "usecs", "micros", "microsecond", "microseconds"}},
                                             {1, {"ms", "msec", "msecs", "millis", "millisecond", "milliseconds"}},
                                             {1'000, {"s", "sec", "secs", "second", "seconds"}},
                                             {60'000, {"m", "min", "mins", "minute", "minutes"}},
                                             {3'600'000, {"h", "hr", "hrs", "hour", "hours"}},
                                             {86'400'000, {"d", "day", "days"}},
                                             {604'800'000, {"w", "wk", "week", "weeks"}},
                                             {31'536'000'000, {"y", "yr", "yrs", "year", "years"}}}};

constexpr std::array<std::string_view, 6> words_without_end = {"forever",  "infinite", "infinity",
                                                               "eternity", "always",   "unlimited"};

/// The milliseconds of one unit.
std::optional<double> unit_called(std::string_view name) {
  for (const UnitNames& unit : units) {
    if (name.empty()) break;  // so are the unused places
    if (std::find(unit.names.begin(), unit.names.end(), name) != unit.names.end()) return unit.milliseconds;
  }
  return std::nullopt;
}

/// Small letters, without blanks, signs and what parts thousands.
std::string simplified(std::string_view text) {
  std::string simple;
  for (const char letter : text) {
    if (std::string_view(" _'+-").find(letter) != std::string_view::npos) continue;
    simple += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return simple;
}

bool is_of_number(char letter) { return (letter >= '0' && letter <= '9') || letter == '.'; }

/// Takes one number with its unit from the front of `text`.
std::optional<double> take_part(std::string_view& text) {
  const std::size_t digits =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_of_number) - text.begin());
  double count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, count, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + digits) return std::nullopt;
  text.remove_prefix(digits);
  const std::size_t letters =
      static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_of_number) - text.begin());
  const std::optional<double> unit = unit_called(text.substr(0, letters));
  text.remove_prefix(letters);
  return unit ? std::optional(count * *unit) : std::nullopt;
}

}  // namespace

std::optional<Milliseconds> meant_duration(std::string_view text) {
  std::string simple = simplified(text);
  if (simple.find_first_not_of("0123456789") == std::string::npos) simple += "ms";
  if (std::find(words_without_end.begin(), words_without_end.end(), simple) != words_without_end.end()) {
    return longest_duration;
  }
  double milliseconds = 0;
  for (std::string_view rest = simple; !rest.empty();) {
    const std::optional<double> part = take_part(rest);
    if (!part) return std::nullopt;
    milliseconds += *part;
  }
  if (milliseconds <= 0) return std::nullopt;
  const double longest = static_cast<double>(longest_duration.count());
  return Milliseconds(static_cast<Milliseconds::rep>(std::round(std::clamp(milliseconds, 1.0, longest))));
}

}  // namespace tagcache::generator
