#include "memory/eviction.hpp"

#include <algorithm>
#include <utility>

namespace tagcache::detail {
namespace {

/// Steps of time in which as much leaves the window as the whole bound holds. One step is also how near a miss is: what
/// was missed by at most one step on either side of the border is a reason to move it.
constexpr unsigned steps_of_bound = 16;
/// Remembered keys for each entry: as deep as LIRS looks. With less, loops suffer first.
constexpr std::uint64_t departed_for_each = 2;
/// The least share of window and of main part, as in LIRS and W-TinyLFU.
constexpr double least_share = 0.01;
/// The most entries that are spared in a row: bounds a pause, and hardly the ratio.
constexpr int most_spared = 16;
/// Loops that are up to so many times as long as the bound keep what they hold; what was not read for longer gives way
/// to one newcomer in as many.
constexpr unsigned patience = 64;
/// A read in the main part weighs as much as so many keys that come back late: reads are counted to three at most.
constexpr double doubt = 2;

std::uint8_t reads_of(const Place& place) noexcept { return place.reads.load(std::memory_order_relaxed); }

void set_reads(Place& place, unsigned reads) noexcept {
  place.reads.store(static_cast<std::uint8_t>(reads), std::memory_order_relaxed);
}

double mean_weight(const Bounds& bounds) noexcept {
  const std::uint64_t entries = std::max<std::uint64_t>(bounds.likely_entries(), 1);
  return std::max(1.0, static_cast<double>(bounds.weight()) / static_cast<double>(entries));
}

}  // namespace

Eviction::Eviction(const Bounds& bounds) noexcept : departed_(0) { static_cast<void>(resize(bounds)); }

DepartedKeys Eviction::resize(const Bounds& bounds) noexcept {
  const double share = window_share();
  bound_ = static_cast<double>(bounds.weight());
  step_ = std::max(mean_weight(bounds), bound_ / steps_of_bound);
  least_window_ = std::max(mean_weight(bounds), least_share * bound_);
  window_target_ = share * bound_;
  heaviest_ = 0;
  move_border(0);
  return std::exchange(departed_, DepartedKeys(departed_for_each * bounds.likely_entries()));
}

std::uint64_t Eviction::most_bytes(const Bounds& bounds) noexcept {
  return DepartedKeys::most_bytes(departed_for_each * bounds.likely_entries());
}

bool Eviction::has_room_in_main(std::uint64_t weight) const noexcept {
  return static_cast<double>(main_.weight() + weight) <= main_target();
}

void Eviction::move_border(double by) noexcept {
  const double least = std::max(least_window_, heaviest_);
  window_target_ = std::max(std::min(window_target_ + by, bound_ - least_window_), least);
}

void Eviction::note_weight(std::uint64_t weight) noexcept {
  if (static_cast<double>(weight) <= heaviest_) return;
  heaviest_ = static_cast<double>(weight);
  move_border(0);
}

bool Eviction::returns(std::uint64_t hash, std::uint64_t weight) noexcept {
  note_weight(weight);
  const auto departure = departed_.take(hash, now_);
  if (!departure) return false;
  if (departure->was_in_main) {
    // The main part was too small for it. It begins again in the window: a loop would drive out the main part else.
    move_border(-static_cast<double>(weight));
    return false;
  }
  bool earns_main = main_.empty() || has_room_in_main(weight);
  if (!earns_main) {
    // As soon as the victim is not enough: in a loop nobody is better than the others.
    const Place& victim = main_victim();
    earns_main = reads_of(victim) == 0 && departure->since_it_came < since(victim.stamp);
  }
  came_back_to_window(departure->since_it_came, weight, earns_main);
  return earns_main && main_target() >= static_cast<double>(weight);
}

void Eviction::came_back_to_window(unsigned reuse, std::uint64_t weight, bool earns_main) noexcept {
  if (reuse > steps_of_bound) return;  // no window could have held it
  const double beyond = static_cast<double>(reuse) - window_target_ / step_;
  if (beyond <= 1) {
    if (earns_main) move_border(static_cast<double>(weight));
    return;
  }
  // Far beyond the border a larger window takes more from the main part than it gives: only where that is hardly read.
  credit_ = std::min(credit_ + 1, step_);
  if (earns_main && credit_ > 0) move_border(static_cast<double>(weight) / beyond);
}

Place& Eviction::take_victim(std::uint64_t weight, bool into_main) noexcept {
  for (;;) {
    const bool is_main_full = !has_room_in_main(into_main ? weight : 0);
    if (window_.empty() || (is_main_full && !main_.empty())) return leave_main();
    if (Place* const victim = shrink_window()) return *victim;
  }
}

void Eviction::insert(Place& place, bool into_main, std::uint8_t reads) noexcept {
  // While there is room everywhere the main part fills up from the window.
  while (!into_main && !window_.empty() && static_cast<double>(window_.weight() + place.weight) > window_target_ &&
         has_room_in_main(window_.oldest().weight)) {
    put(main_, leave_window());
  }
  put(into_main ? main_ : window_, place);
  set_reads(place, reads);
}

void Eviction::remove(Place& place) noexcept { unlink(place); }

Place* Eviction::inspect() noexcept {
  if (inspected_ == nullptr)
    inspected_ = !main_.empty() ? &main_.oldest() : !window_.empty() ? &window_.oldest() : nullptr;
  Place* const place = inspected_;
  if (place == nullptr) return nullptr;
  inspected_ = (place->in_main ? main_ : window_).after(*place);
  if (inspected_ == nullptr && place->in_main && !window_.empty()) inspected_ = &window_.oldest();
  return place;
}

void Eviction::put(PlaceQueue& queue, Place& place) noexcept {
  place.in_main = &queue == &main_;
  place.stamp = now_;
  set_reads(place, 0);
  queue.push(place);
}

void Eviction::unlink(Place& place) noexcept {
  PlaceQueue& queue = place.in_main ? main_ : window_;
  if (inspected_ == &place) inspected_ = queue.after(place);
  queue.remove(place);
}

Place& Eviction::leave_window() noexcept {
  Place& oldest = window_.oldest();
  unlink(oldest);
  left_ += static_cast<double>(oldest.weight);
  if (left_ >= step_) {
    const auto steps = static_cast<std::uint64_t>(left_ / step_);  // many, of one that is far heavier than all may be
    now_ = static_cast<EvictionTime>(now_ + steps);
    left_ -= static_cast<double>(steps) * step_;
  }
  return oldest;
}

Place* Eviction::shrink_window() noexcept {
  Place& oldest = leave_window();
  if (has_room_in_main(oldest.weight)) {
    put(main_, oldest);
    return nullptr;
  }
  const bool was_read_often = reads_of(oldest) >= Place::most_reads;
  if ((was_read_often || is_turn_of_newcomer(oldest)) && !main_.empty()) {
    put(main_, oldest);
    return &leave_main();
  }
  departed_.leave_window(oldest.hash, oldest.stamp);
  return &oldest;
}

/// So that the main part can never be full of what nobody reads any more, whatever comes back.
bool Eviction::is_turn_of_newcomer(const Place& newcomer) noexcept {
  if (++turn_ < patience) return false;
  turn_ = 0;
  heaviest_ -= heaviest_ / patience;
  move_border(-0.25 * static_cast<double>(newcomer.weight));  // a window that nobody needs shrinks
  if (main_.empty()) return false;                            // one that was heavy may leave it no room
  Place& oldest = main_.oldest();
  if (reads_of(oldest) == 0) return since(oldest.stamp) >= patience * steps_of_bound;
  spare(oldest);
  return false;
}

void Eviction::spare(Place& place) noexcept {
  set_reads(place, reads_of(place) - 1U);
  place.stamp = now_;
  if (inspected_ == &place) inspected_ = main_.after(place);
  main_.remove(place);
  main_.push(place);
  credit_ = std::max(credit_ - doubt, -step_);
}

Place& Eviction::main_victim() noexcept {
  for (int i = 0; i < most_spared && reads_of(main_.oldest()) != 0; ++i) spare(main_.oldest());
  return main_.oldest();
}

Place& Eviction::leave_main() noexcept {
  Place& victim = main_victim();
  unlink(victim);
  departed_.leave_main(victim.hash);
  return victim;
}

}  // namespace tagcache::detail
