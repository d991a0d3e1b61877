#pragma once

#include <cstdint>
#include <optional>

namespace model {

/// Milliseconds since the clock was at zero.
using Time = std::int64_t;

/// The options of a call, with what it leaves absent filled from the cache and the last resorts.
struct Rules {
  Time ttl;
  Time grace;
  Time negative_ttl;
  Time error_ttl;
  Time refresh_pause;
  Time idle_ttl;
  std::optional<Time> memory_ttl;
  Time refresh_ahead;
  bool refreshes_by_chance;
  Time soft_timeout;
  Time hard_timeout;
  double jitter;
  double verify;
  bool says_grace_off;
  bool serves_invalidated;
};

/// Of one of option_sets().
[[nodiscard]] const Rules& rules_of(std::uint8_t options);

}  // namespace model
