#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tagcache/tag.hpp>
#include <vector>

#include "memory/standing.hpp"

namespace tagcache::detail {

/// Counts what moved, by the first two segments of tags: `users(42)` and all below it are neighbours. An entry whose
/// neighbourhoods were not stirred need not look at its tags, however many others move. Strangers may share a
/// neighbourhood; then it looks in vain.
class Neighbourhoods {
 public:
  /// For so many tags: more of them share a neighbourhood.
  explicit Neighbourhoods(std::size_t tags) : counts_(count_for(tags)) {}

  /// How often those of an entry with these tags were stirred; absent when it has more than can be watched.
  [[nodiscard]] std::optional<std::uint64_t> stirs(Standing& standing, std::span<const Tag> tags) const noexcept {
    Standing::Neighbourhoods all = standing.neighbourhoods.load(std::memory_order_relaxed);
    if (all[0] == Standing::unknown) all = settle(standing, tags);
    if (all[0] == Standing::too_many) return std::nullopt;
    std::uint64_t sum = everywhere_.load(std::memory_order_acquire);
    for (const std::uint16_t each : all) {
      if (each == Standing::none) break;
      sum += counts_[each].load(std::memory_order_acquire);
    }
    return sum;
  }

  /// That of a tag; absent for tags of one segment, which lie in none: what moves them moves everywhere.
  [[nodiscard]] static std::optional<std::uint64_t> of(const Tag& tag) noexcept;

  /// One thread at a time may stir.
  void stir(std::optional<std::uint64_t> neighbourhood) noexcept;

  [[nodiscard]] static std::size_t most_bytes(std::size_t tags) noexcept {
    return count_for(tags) * sizeof(std::atomic<std::uint64_t>);
  }

 private:
  static std::size_t count_for(std::size_t tags) noexcept { return std::clamp<std::size_t>(tags, 1, 16'384); }

  /// Two threads at a time come to the same.
  Standing::Neighbourhoods settle(Standing& standing, std::span<const Tag> tags) const noexcept;
  [[nodiscard]] Standing::Neighbourhoods of_all(std::span<const Tag> tags) const noexcept;
  [[nodiscard]] std::size_t place(std::uint64_t hash) const noexcept { return ((hash >> 32U) * counts_.size()) >> 32U; }

  static void add_one(std::atomic<std::uint64_t>& count) noexcept {
    count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  std::vector<std::atomic<std::uint64_t>> counts_;
  std::atomic<std::uint64_t> everywhere_ = 0;
};

}  // namespace tagcache::detail
