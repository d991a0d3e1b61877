#pragma once

#include <optional>
#include <tagcache/handle.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/store.hpp>

#include "entry_state.hpp"

namespace tagcache::detail {

/// What was known before the loader of a call ran.
struct Departure {
  TagSet tags;
  TimePoint created;
  Begun begun;

  /// The caller looked before it led; another load may have ended in between.
  [[nodiscard]] std::optional<Outcome> found(const ReadCall& call) const {
    const bool is_fresh = state_of(begun.found, created) == State::fresh;
    if (!is_fresh || call.purpose == Purpose::force || begun.found.entry == call.replaced) return std::nullopt;
    return Outcome{Status::hit, false, created, begun.found.entry, nullptr};
  }

  /// What the loader is shown. A verification is to ask the source, not whether the source takes back what it said.
  [[nodiscard]] EntryPointer previous(const ReadCall& call) const {
    return call.purpose == Purpose::verification ? nullptr : begun.found.entry;
  }
};

}  // namespace tagcache::detail
