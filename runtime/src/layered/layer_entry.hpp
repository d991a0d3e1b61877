#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tagcache/entry.hpp>
#include <tagcache/hash.hpp>
#include <tagcache/remote.hpp>
#include <utility>

#include "stamped_entry.hpp"

namespace tagcache::detail {

/// What stands in memory for a key of any node, whatever the types of its arguments: a tag that users do not see. Keys
/// that share one by chance move together.
[[nodiscard]] inline Tag tag_of_key(std::string_view text) {
  const std::uint64_t hash = hash_name(text);
  std::string bytes(sizeof hash, '\0');
  for (std::size_t i = 0; i < sizeof hash; ++i) bytes[i] = static_cast<char>(hash >> (8 * i));
  return Tag(wild(bytes));
}

/// How long memory trusts an entry that says so by an instant.
[[nodiscard]] inline Duration memory_ttl_of(const EntryNode& entry, TimePoint when) {
  if (entry.memory_until() == TimePoint::max()) return Duration::max();
  return std::max(Duration::zero(), std::chrono::duration_cast<Duration>(entry.memory_until() - when));
}

/// An entry in the memory of a layered store; without a stamp when the remote store does not have it.
struct LayerEntry final : StampedEntry {
  /// `memory_ttl` is how long memory trusts it, from `when` on.
  LayerEntry(const EntryPointer& entry, Stamp its_stamp, Tag key_tag, Duration its_memory_ttl, TimePoint when)
      : StampedEntry(entry, its_stamp), memory_ttl(its_memory_ttl), judged(tags) {
    set_memory_until(memory_ttl == Duration::max() ? TimePoint::max() : later(when, memory_ttl));
    judged.push_back(std::move(key_tag));
  }

  [[nodiscard]] std::span<const Tag> judged_tags() const noexcept override { return judged; }
  [[nodiscard]] std::size_t bytes_beside_value() const noexcept override {
    return StampedEntry::bytes_beside_value() + sizeof(LayerEntry) - sizeof(BorrowedEntry) + bytes_of(judged);
  }

  /// Nothing is heard: memory trusts it no longer than until then.
  void leave_alone(TimePoint until) {
    is_alone = true;
    set_memory_until(std::min(memory_until(), until));
  }

  const Duration memory_ttl;
  TagSet judged;  ///< the last one is of the key
  bool is_alone = false;
};

}  // namespace tagcache::detail
