#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace linearizability {

using Value = std::uint8_t;    ///< each load and each write has another; 0: none
using TagMask = std::uint8_t;  ///< a bit for each tag
inline constexpr std::size_t keys = 2;
inline constexpr std::size_t most_values = 64;

/// What happens at one instant between the beginning of a call and its end. A call is one or more of these.
enum class Kind : std::uint8_t {
  misses,    ///< a read found nothing that it could be served
  begins,    ///< a load: from now on what is invalidated reaches its value
  keeps,     ///< the store is given what was loaded
  reads,     ///< a value was served without a load of one's own
  prepares,  ///< a write: from now on what is invalidated reaches its value
  puts,      ///< the store is given what is written
  deletes,
  expires,  ///< by key
  moves,    ///< an invalidation, or an expiry, of tags
  clears,
};

struct Step {
  Kind kind{};
  std::uint8_t thread = 0;
  std::uint8_t key = 0;
  Value value = 0;
  TagMask tags = 0;          ///< that the value carries; that are moved
  bool is_shared = false;    ///< read: the load of another caller
  bool came_before = false;  ///< that: its loader ran only after this call had begun
  bool is_expiry = false;    ///< moves: to expired, no further
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// What several threads did to one store, by a clock that all of them saw.
struct History {
  std::vector<Step> steps;
  bool may_forget = false;  ///< the store had no room for all, or was resized
};

[[nodiscard]] std::string text(const History& history);

}  // namespace linearizability
