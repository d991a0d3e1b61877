#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <tagcache/duration.hpp>

namespace tagcache {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};

constexpr std::array units = {Unit{"ms", 1}, Unit{"s", 1'000}, Unit{"m", 60'000}, Unit{"h", 3'600'000},
                              Unit{"d", 86'400'000}};

[[noreturn]] void refuse(std::string_view text, const char* reason) {
  throw std::invalid_argument("\"" + std::string(text) + "\" " + reason);
}

}  // namespace

Duration parse_duration(std::string_view text) {
  constexpr auto malformed = "is not a duration: write digits and a unit, one of ms, s, m, h, d";
  constexpr auto too_long = "is too long for a duration: it must fit into 64-bit milliseconds";
  // from_chars alone would take a minus sign.
  if (text.empty() || text.front() < '0' || text.front() > '9') refuse(text, malformed);
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error == std::errc::result_out_of_range) refuse(text, too_long);
  const std::string_view unit_name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& unit : units) {
    if (unit.name != unit_name) continue;
    if (count > std::numeric_limits<std::int64_t>::max() / unit.milliseconds) refuse(text, too_long);
    return Duration(count * unit.milliseconds);
  }
  refuse(text, malformed);
}

}  // namespace tagcache
