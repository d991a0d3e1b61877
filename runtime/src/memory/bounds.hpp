#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace tagcache::detail {

/// How much a memory store may hold, or a part of it.
struct Bounds {
  std::size_t entries = 0;
  std::optional<std::uint64_t> bytes{};

  /// Of what the entries weigh together: bytes, or one for each.
  [[nodiscard]] std::uint64_t weight() const noexcept { return bytes.value_or(entries); }

  /// About how many entries there are when it is full. In bytes each takes 256 at least, key and value included.
  [[nodiscard]] std::uint64_t likely_entries() const noexcept {
    return bytes ? std::min<std::uint64_t>(entries, *bytes / 256) : entries;
  }

  /// Of `count` equal parts the one with this number.
  [[nodiscard]] Bounds part(std::size_t number, std::size_t count) const noexcept {
    Bounds part{entries / count + (number < entries % count ? 1 : 0)};
    if (bytes) part.bytes = *bytes / count;
    return part;
  }
};

}  // namespace tagcache::detail
