#include "memory/deadlines.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tagcache::detail {
namespace {

constexpr unsigned bits_of_tick = 26;  ///< of nanoseconds
/// The most entries that are moved at a time.
constexpr int most_moved = 32;

}  // namespace

void Deadlines::put(Place& place, TimePoint end, TimePoint now) noexcept {
  if (end == TimePoint::max()) return;
  if (begin_ == TimePoint::max()) begin_ = now;
  file(place, ticks(end));
}

void Deadlines::put_back(Place& place, TimePoint end, TimePoint now) noexcept {
  remove(place);
  if (end == TimePoint::max()) return;
  // Later than now, or it would be the next again.
  constexpr Ticks last = std::numeric_limits<Ticks>::max();
  const Ticks next = std::max(ticks(now), now_);
  file(place, std::max(ticks(end), next == last ? last : next + 1));
}

void Deadlines::remove(Place& place) noexcept {
  if (place.link_to_end == nullptr) return;
  *place.link_to_end = place.next_to_end;
  if (place.next_to_end != nullptr) place.next_to_end->link_to_end = place.link_to_end;
  place.next_to_end = nullptr;
  place.link_to_end = nullptr;
}

Place* Deadlines::next_ended(TimePoint now) noexcept {
  const Ticks target = ticks(now);
  for (int moved = 0; moved < most_moved; ++moved) {
    if (due_ == nullptr && !advance(target)) return nullptr;
    Place& place = *due_;
    if (place.end <= target) return &place;
    remove(place);
    file(place, place.end);
  }
  return nullptr;
}

Deadlines::Ticks Deadlines::ticks(TimePoint time) const noexcept {
  if (time <= begin_) return 0;
  const auto since = static_cast<std::uint64_t>(time.time_since_epoch().count()) -
                     static_cast<std::uint64_t>(begin_.time_since_epoch().count());
  return static_cast<Ticks>(std::min<std::uint64_t>(since >> bits_of_tick, std::numeric_limits<Ticks>::max()));
}

void Deadlines::file(Place& place, Ticks end) noexcept {
  place.end = end;
  if (end <= now_) return link(place, due_);
  const unsigned level = (static_cast<unsigned>(std::bit_width(end ^ now_)) - 1) / bits;
  const unsigned digit = (end >> (level * bits)) % values;
  levels_[level].used |= std::uint32_t{1} << digit;
  link(place, levels_[level].lists[digit]);
}

void Deadlines::link(Place& place, Place*& list) noexcept {
  place.next_to_end = list;
  place.link_to_end = &list;
  if (list != nullptr) list->link_to_end = &place.next_to_end;
  list = &place;
}

bool Deadlines::advance(Ticks now) noexcept {
  unsigned shift = 0;
  for (Level& level : levels_) {  // what is in a lower one ends sooner
    const std::uint64_t above = std::uint64_t{now_} >> (shift + bits) << (shift + bits);
    while (level.used != 0) {
      const auto digit = static_cast<unsigned>(std::countr_zero(level.used));
      const std::uint64_t begin = above | std::uint64_t{digit} << shift;
      if (begin > now) {
        now_ = std::max(now_, now);
        return false;
      }
      level.used &= level.used - 1;
      due_ = std::exchange(level.lists[digit], nullptr);
      if (due_ == nullptr) continue;
      due_->link_to_end = &due_;
      now_ = static_cast<Ticks>(begin);
      return true;
    }
    shift += bits;
  }
  now_ = std::max(now_, now);
  return false;
}

}  // namespace tagcache::detail
