#include "memory/neighbourhoods.hpp"

#include "memory/tag_hashes.hpp"

namespace tagcache::detail {

std::optional<std::uint64_t> Neighbourhoods::of(const Tag& tag) noexcept {
  TagHashes hashes(tag);
  static_cast<void>(hashes.next());
  if (hashes.at_end()) return std::nullopt;
  return hashes.next();
}

void Neighbourhoods::settle(Standing& standing, std::span<const Tag> tags) const noexcept {
  std::size_t watched = 0;
  for (const Tag& tag : tags) {
    const auto hash = of(tag);
    if (!hash) continue;
    if (watched == Standing::most_watched) {
      standing.neighbourhoods[0] = Standing::too_many;
      return;
    }
    standing.neighbourhoods[watched++] = static_cast<std::uint16_t>(place(*hash));
  }
}

void Neighbourhoods::stir(std::optional<std::uint64_t> neighbourhood) noexcept {
  add_one(neighbourhood ? counts_[place(*neighbourhood)] : everywhere_);
}

}  // namespace tagcache::detail
