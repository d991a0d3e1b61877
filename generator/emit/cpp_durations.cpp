#include "emit/cpp_durations.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace tagcache::generator {
namespace {

struct Unit {
  std::int64_t milliseconds;
  std::string_view type;
};

constexpr std::array units = {Unit{86'400'000, "days"}, Unit{3'600'000, "hours"}, Unit{60'000, "minutes"},
                              Unit{1'000, "seconds"}};
constexpr Unit smallest{1, "milliseconds"};

const Unit& unit_of(Milliseconds duration) {
  for (const Unit& unit : units) {
    if (duration.count() != 0 && duration.count() % unit.milliseconds == 0) return unit;
  }
  return smallest;
}

}  // namespace

std::string duration_expression(Milliseconds duration) {
  const Unit& unit = unit_of(duration);
  return "std::chrono::" + std::string(unit.type) + '(' + std::to_string(duration.count() / unit.milliseconds) + ')';
}

}  // namespace tagcache::generator
