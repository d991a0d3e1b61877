#include "store/tag_hints.hpp"

#include <tagcache/hash.hpp>

namespace tagcache::detail::redis {

std::optional<TagSet> TagHints::of(std::string_view key) const {
  if (!is_used_.load(std::memory_order_acquire)) return std::nullopt;
  const std::uint64_t hash = hash_name(key);
  const std::lock_guard lock(mutex_);
  const Place& place = (*places_)[hash % places];
  if (place.key != hash || place.tags.empty()) return std::nullopt;
  return place.tags;
}

void TagHints::remember(std::string_view key, const TagSet& tags) {
  if (tags.size() > longest) return;
  const std::uint64_t hash = hash_name(key);
  const std::lock_guard lock(mutex_);
  if (!places_) places_ = std::make_unique<Places>();
  (*places_)[hash % places] = {hash, tags};
  is_used_.store(true, std::memory_order_release);
}

}  // namespace tagcache::detail::redis
