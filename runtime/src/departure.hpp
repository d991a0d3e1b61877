#pragma once

#include <optional>
#include <span>
#include <tagcache/handle.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/store.hpp>
#include <utility>

#include "entry_state.hpp"
#include "stamped_entry.hpp"
#include "tagged_load.hpp"

namespace tagcache::detail {

/// What was known before the loader of a call ran.
struct Departure {
  TagSet tags;  ///< that the arguments name; with the load when there is one
  TimePoint created;
  Begun begun;

  [[nodiscard]] std::span<const Tag> argument_tags() const noexcept {
    return begun.load ? TaggedLoad::of(*begun.load).tags.get() : std::span<const Tag>(tags);
  }
  /// They become those of `entry`. To be called once.
  void give_tags(const NewEntry& entry) noexcept {
    if (begun.load) {
      TaggedLoad::of(*begun.load).tags.move_to(entry);
    } else {
      entry->tags = std::move(tags);
    }
  }

  /// The caller looked before it led; another load may have ended in between.
  [[nodiscard]] std::optional<Outcome> found(const ReadCall& call) const {
    const bool is_fresh = state_of(begun.found, created) == State::fresh;
    if (!is_fresh || call.purpose == Purpose::force || replaces_what_was_found(call)) return std::nullopt;
    return Outcome{Status::hit, false, created, begun.found.entry, nullptr};
  }

  /// The call is to load although there is an entry, and that is still the same one.
  [[nodiscard]] bool replaces_what_was_found(const ReadCall& call) const noexcept {
    return same_load(begun.found.entry, call.replaced);
  }

  /// What the loader is shown. A verification is to ask the source, not whether the source takes back what it said.
  [[nodiscard]] EntryPointer previous(const ReadCall& call) const {
    return call.purpose == Purpose::verification ? nullptr : begun.found.entry;
  }
};

}  // namespace tagcache::detail
