#include "memory/neighbourhoods.hpp"

#include "memory/tag_hashes.hpp"

namespace tagcache::detail {

std::optional<std::uint64_t> Neighbourhoods::of(const Tag& tag) noexcept {
  TagHashes hashes(tag);
  static_cast<void>(hashes.next());
  if (hashes.at_end()) return std::nullopt;
  return hashes.next();
}

Standing::Neighbourhoods Neighbourhoods::settle(Standing& standing, std::span<const Tag> tags) const noexcept {
  const Standing::Neighbourhoods all = of_all(tags);
  standing.neighbourhoods.store(all, std::memory_order_relaxed);
  return all;
}

Standing::Neighbourhoods Neighbourhoods::of_all(std::span<const Tag> tags) const noexcept {
  Standing::Neighbourhoods all;
  all.fill(Standing::none);
  std::size_t watched = 0;
  for (const Tag& tag : tags) {
    const auto hash = of(tag);
    if (!hash) continue;
    if (watched == all.size()) {
      all[0] = Standing::too_many;
      break;
    }
    all[watched++] = static_cast<std::uint16_t>(place(*hash));
  }
  return all;
}

void Neighbourhoods::stir(std::optional<std::uint64_t> neighbourhood) noexcept {
  add_one(neighbourhood ? counts_[place(*neighbourhood)] : everywhere_);
}

}  // namespace tagcache::detail
