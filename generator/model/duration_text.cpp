#include "model/duration_text.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace tagcache::generator {

std::string duration_text(Milliseconds duration) {
  constexpr std::array<std::pair<std::int64_t, std::string_view>, 4> units = {
      {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}}};
  for (const auto& [milliseconds, letters] : units) {
    if (duration.count() == 0 || duration.count() % milliseconds != 0) continue;
    return std::to_string(duration.count() / milliseconds) + std::string(letters);
  }
  return std::to_string(duration.count()) + "ms";
}

}  // namespace tagcache::generator
