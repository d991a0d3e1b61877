#include "store/marks.hpp"

#include <algorithm>

#include "store/bytes.hpp"
#include "tag_bytes.hpp"

namespace tagcache::detail::redis {

std::optional<Marker> marker(std::string_view bytes, std::uint64_t incarnation) noexcept {
  ByteReader reader(bytes);
  if (bytes.size() != 40 || reader.number<std::uint64_t>() != incarnation) return std::nullopt;
  Marker result;
  for (std::uint64_t* each :
       {&result.invalidated, &result.exactly_invalidated, &result.expired, &result.exactly_expired}) {
    *each = reader.number<std::uint64_t>();
  }
  return result;
}

Marks::Marks(const KeyLayout& layout, std::string_view prefix, const TagSet& tags) {
  all_.reserve(1 + 4 * tags.size());
  all_.push_back({layout.scope(prefix), prefix, false});
  for (const Tag& tag : tags) add(layout, tag);
}

void Marks::add(const KeyLayout& layout, const Tag& tag) {
  const std::string_view bytes = tag.bytes();
  for (std::size_t end = 0; end < bytes.size();) {
    static_cast<void>(next_segment(bytes, end));
    add(layout, bytes.substr(0, end), end == bytes.size());
  }
}

void Marks::add(const KeyLayout& layout, std::string_view bytes, bool is_tag) {
  // The first is that of the scope, whose name is no tag.
  const auto known = std::find_if(all_.begin() + 1, all_.end(), [&](const Mark& mark) { return mark.name == bytes; });
  if (known != all_.end()) {
    known->is_tag = known->is_tag || is_tag;
    return;
  }
  all_.push_back({layout.tag(bytes), bytes, is_tag});
}

std::string Marks::watch_bytes() const {
  std::string bytes;
  for (const Mark& mark : all_) {
    const bool is_scope = &mark == &all_.front();
    for (const Moving kind : {Moving::prefix, Moving::exact}) {
      append_number(bytes, static_cast<std::uint16_t>(move_slot(is_scope ? Moving::scope : kind, mark.name)));
    }
    append_number(bytes, static_cast<std::uint8_t>(mark.is_tag ? 1 : 0));
  }
  return bytes;
}

Validity judged(const Mark& mark, const std::optional<Marker>& marker, std::uint64_t load) noexcept {
  if (!marker || marker->invalidated > load) return Validity::invalidated;
  if (mark.is_tag && marker->exactly_invalidated > load) return Validity::invalidated;
  if (marker->expired > load || (mark.is_tag && marker->exactly_expired > load)) return Validity::expired;
  return Validity::valid;
}

std::uint8_t which_number(const Invalidation& invalidation) noexcept {
  const int exact = invalidation.reach == Reach::exact ? 1 : 0;
  return static_cast<std::uint8_t>(invalidation.becomes == Becomes::expired ? 2 + exact : exact);
}

}  // namespace tagcache::detail::redis
