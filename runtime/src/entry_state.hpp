#pragma once

#include <tagcache/store.hpp>

namespace tagcache::detail {

/// What time and validity together make of an entry. Expired and invalidated ones are within their grace.
enum class State { absent, fresh, expired, invalidated, dead };

[[nodiscard]] inline State state_of(const Found& found, TimePoint now) {
  if (!found.entry) return State::absent;
  if (found.validity == Validity::valid && now < found.entry->expires_at) return State::fresh;
  if (!found.entry->has_grace() || now >= found.entry->grace_until) return State::dead;
  return found.validity == Validity::invalidated ? State::invalidated : State::expired;
}

/// Why `found` is not fresh, or why a read was not served it.
[[nodiscard]] inline MissCause miss_cause(const Found& found) {
  if (!found.entry) return found.absence;
  return found.validity == Validity::invalidated ? MissCause::invalidated : MissCause::expired;
}

}  // namespace tagcache::detail
