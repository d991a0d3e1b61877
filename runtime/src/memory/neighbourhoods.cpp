#include "memory/neighbourhoods.hpp"

#include <optional>

#include "memory/tag_hashes.hpp"

namespace tagcache::detail {
namespace {

/// Absent for tags of one segment, which lie in no neighbourhood: what moves them moves everywhere.
std::optional<std::uint64_t> neighbourhood(const Tag& tag) {
  TagHashes hashes(tag);
  static_cast<void>(hashes.next());
  if (hashes.at_end()) return std::nullopt;
  return hashes.next();
}

}  // namespace

void Neighbourhoods::settle(Standing& standing, std::span<const Tag> tags) const noexcept {
  for (const Tag& tag : tags) {
    const auto hash = neighbourhood(tag);
    if (!hash) continue;
    if (standing.watched++ == Standing::most_watched) return;
    standing.neighbourhoods[standing.watched - 1U] = static_cast<std::uint16_t>(*hash % counts_.size());
  }
}

void Neighbourhoods::stir(const Tag& tag) noexcept {
  const auto hash = neighbourhood(tag);
  add_one(hash ? counts_[*hash % counts_.size()] : everywhere_);
}

}  // namespace tagcache::detail
