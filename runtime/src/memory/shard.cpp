#include "memory/shard.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>

namespace tagcache::detail {
namespace {

/// While others wait: what is more takes another step.
constexpr int most_removed = 64;

/// For those who forget an entry without knowing the time.
constexpr TimePoint no_time = TimePoint::min();

/// What an entry takes beside its value, in nothing but the sizes of what is allocated: slot with its key, entry, and
/// the place in a table that is not quite full.
std::uint64_t overhead(const KeyView& key, const EntryNode& entry) {
  constexpr std::uint64_t of_table = 3 * sizeof(void*);
  return of_table + Slot::bytes_taken(key, entry) + key.type().owned_bytes(key.parts()) + entry.bytes_beside_value();
}

std::uint64_t cost_of(const KeyView& key, const EntryNode& entry) {
  const std::uint64_t beside = overhead(key, entry);
  return entry.weight > std::numeric_limits<std::uint64_t>::max() - beside ? entry.weight : entry.weight + beside;
}

}  // namespace

void Shard::end() noexcept {
  SlotList slots;
  while (Place* const place = eviction_.inspect()) {
    eviction_.remove(*place);
    slots.push(static_cast<Slot&>(*place));
  }
  free_when_unpinned(std::move(slots));
  retired_.end();
}

Found Shard::find(const Request& request) {
  const Pinned seen = table_.look_up(request.key);
  if (seen.is_absent()) return {};
  if (seen.slot != nullptr) {
    const PinnedSlot slot(seen);
    Found found = judged(slot.get(), request);
    if (found.entry != nullptr && found.validity == Validity::valid) return found;
    // It may have died when another had already taken its place: then what is there now decides.
    if (PinnedSlot(table_.look_up(request.key)).get() == slot.get()) return found;
  }
  const std::lock_guard lock(mutex_);
  return judged(table_.find_locked(request.key), request);
}

Found Shard::judged(Slot* found, const Request& request) const {
  if (found == nullptr) return {};
  Slot& slot = *found;
  const Validity validity = this->validity(slot);
  // After the tags: whoever sees that a tag was judged after a `clear` sees the `clear` too.
  if (is_cleared(slot)) return {nullptr, Validity::valid, MissCause::cleared};
  if (slot.family.type != &request.type) return {nullptr, Validity::valid, MissCause::another_type};
  if (slot.idle(request.now)) return {nullptr, Validity::valid, MissCause::idle};
  if (slot.idles) slot.read_at().store(request.now, std::memory_order_relaxed);
  slot.read();
  const Validity of_copy = slot.lapsed(request.now) ? Validity::lapsed : Validity::valid;
  return {slot.entry, std::max(validity, of_copy), MissCause::absent};
}

MemoryLoad::~MemoryLoad() {
  if (is_told_) shard->ended(*this);
}

Found Shard::begin(MemoryLoad& load, const Request& request) {
  const std::lock_guard lock(mutex_);
  load.basis = next_basis(load.scope);
  MemoryLoad*& first = loads_like(load.hash);
  load.next_ = first;
  load.link_ = &first;
  if (first != nullptr) first->link_ = &load.next_;
  first = &load;
  load.is_told_ = true;
  return judged(table_.find_locked(request.key), request);
}

void Shard::ended(MemoryLoad& load) noexcept {
  const std::lock_guard lock(mutex_);
  leave_out(load);
}

void Shard::leave_out(const MemoryLoad& load) noexcept {
  *load.link_ = load.next_;
  if (load.next_ != nullptr) load.next_->link_ = load.link_;
  load.is_told_ = false;
}

void Shard::overtake(std::uint64_t hash, Sequence order) noexcept {
  for (MemoryLoad* load = loads_like(hash); load != nullptr; load = load->next_) {
    if (load->hash == hash && load->basis.order < order) load->overtaken.store(true, std::memory_order_release);
  }
}

bool Shard::keep(const MemoryLoad& load, const KeyView& key, EntryPointer entry, TimePoint now, bool is_shared) {
  const Basis& basis = load.basis;
  if (generations_.since(basis.stamp, result_tags(*entry)) == Validity::invalidated) return false;
  Removals removals(told_, retired_, mutex_);
  const std::lock_guard lock(mutex_);
  if (load.overtaken.load(std::memory_order_acquire) || is_cleared(basis)) return false;
  Slot* const present = table_.find_locked(key);
  if (present != nullptr && present->order > basis.order) return false;
  const bool wanted = load.wanted && now < useful_until(*entry);
  if (!wanted) overtake(load.hash, basis.order);  // nothing will stand there to show that they are older
  put(key, basis, wanted ? std::move(entry) : nullptr, present, now, removals);
  if (wanted && !is_shared) {
    load.is_over.store(true, std::memory_order_release);
    leave_out(load);
  }
  return wanted;
}

void Shard::set(const KeyView& key, const Scope& scope, EntryPointer entry, TimePoint now) {
  Removals removals(told_, retired_, mutex_);
  const std::lock_guard lock(mutex_);
  overtake(key.hash());
  put(key, next_basis(scope), std::move(entry), table_.find_locked(key), now, removals);
}

void Shard::erase(const KeyView& key) {
  Removals removals(told_, retired_, mutex_);
  const std::lock_guard lock(mutex_);
  overtake(key.hash());
  removals.end_at_once();
  Slot* const present = table_.find_locked(key);
  if (present != nullptr) remove(*present, cause_of_death(*present, no_time).value_or(RemovalCause::deleted), removals);
}

void Shard::expire(const KeyView& key) {
  const std::lock_guard lock(mutex_);
  overtake(key.hash());
  Slot* const present = table_.find_locked(key);
  if (present == nullptr) return;
  present->is_expired.store(true, std::memory_order_release);
  if (present->entry->has_grace()) return;
  deadlines_.remove(*present);
  deadlines_.put(*present, TimePoint::min(), latest_);
}

bool Shard::erase_some() {
  Removals removals(told_, retired_, mutex_);
  const std::lock_guard lock(mutex_);
  for (MemoryLoad* load : loads_) {
    for (; load != nullptr; load = load->next_) load->overtaken.store(true, std::memory_order_release);
  }
  removals.end_at_once();
  for (int i = 0; i < most_removed; ++i) {
    Place* const place = eviction_.inspect();
    if (place == nullptr) return true;
    auto& slot = static_cast<Slot&>(*place);
    remove(slot, cause_of_death(slot, no_time).value_or(RemovalCause::disconnected), removals);
  }
  return false;
}

void Shard::add_to(MemoryStats& stats) const {
  const std::lock_guard lock(mutex_);
  stats.stored += stored_;
  stats.entries += entries_;
  if (bounds_.bytes) stats.bytes = stats.bytes.value_or(0) + weight_;
  std::transform(removed_.begin(), removed_.end(), stats.removed.begin(), stats.removed.begin(), std::plus<>());
}

void Shard::put(const KeyView& key, const Basis& basis, EntryPointer entry, Slot* before, TimePoint now,
                Removals& removals) {
  latest_ = std::max(latest_, now);
  const std::uint64_t weight = entry && bounds_.bytes ? cost_of(key, *entry) : 1;
  constexpr std::uint64_t most_weight = std::numeric_limits<std::uint32_t>::max();
  if (!entry || bounds_.entries == 0 || weight > std::min(bounds_.bytes.value_or(1), most_weight)) {
    if (before != nullptr) remove(*before, cause_of_death(*before, now).value_or(RemovalCause::replaced), removals);
    return;
  }
  // All that needs memory comes first: when there is none, nothing has changed.
  std::unique_ptr<Slot> slot = Slot::make(key, basis, std::move(entry), now);
  slot->weight = static_cast<std::uint32_t>(weight);
  table_.make_room(slot->hash);
  if (before != nullptr) {
    replace(*before, *slot.release(), removals);
  } else {
    const bool into_main = eviction_.returns(slot->hash, weight);
    while (is_full_for(weight)) evict_one(weight, into_main, removals);
    table_.insert(*slot);
    enter(*slot.release(), into_main, 0);
  }
}

void Shard::replace(Slot& before, Slot& after, Removals& removals) {
  const RemovalCause cause = cause_of_death(before, latest_).value_or(RemovalCause::replaced);
  eviction_.remove(before);
  leave(before, cause, removals);
  while (is_full_for(after.weight)) evict_one(after.weight, before.in_main, removals);
  table_.replace(before, after);
  enter(after, before.in_main, before.reads.load(std::memory_order_relaxed));
}

bool Shard::is_full_for(std::uint64_t weight) const noexcept {
  return entries_ >= bounds_.entries || (bounds_.bytes && weight_ > *bounds_.bytes - weight);
}

void Shard::enter(Slot& slot, bool into_main, std::uint8_t reads) noexcept {
  ++stored_;
  ++entries_;
  weight_ += slot.weight;
  eviction_.insert(slot, into_main, reads);
  deadlines_.put(slot, slot.ends_at(), latest_);
}

void Shard::leave(Slot& slot, RemovalCause cause, Removals& removals) noexcept {
  --entries_;
  weight_ -= slot.weight;
  ++removed_[static_cast<std::size_t>(cause)];
  deadlines_.remove(slot);
  removals.add(slot, cause);
}

void Shard::remove(Slot& slot, RemovalCause cause, Removals& removals) noexcept {
  eviction_.remove(slot);
  table_.erase(slot);
  leave(slot, cause, removals);
}

std::optional<RemovalCause> Shard::cause_of_death(Slot& slot, TimePoint now) const {
  if (is_cleared(slot)) return RemovalCause::cleared;
  const Validity validity = this->validity(slot);
  if (validity == Validity::invalidated) return RemovalCause::invalidated;
  const bool expired_without_grace = validity == Validity::expired && !slot.entry->has_grace();
  if (expired_without_grace || now >= useful_until(*slot.entry) || slot.idle(now)) return RemovalCause::expired;
  return std::nullopt;
}

void Shard::evict_one(std::uint64_t weight, bool into_main, Removals& removals) {
  if (Slot* const dead = find_dead()) {
    return remove(*dead, cause_of_death(*dead, latest_).value_or(RemovalCause::evicted), removals);
  }
  auto& victim = static_cast<Slot&>(eviction_.take_victim(weight, into_main));
  const RemovalCause cause = cause_of_death(victim, latest_).value_or(RemovalCause::evicted);
  table_.erase(victim);
  leave(victim, cause, removals);
}

Slot* Shard::find_dead() {
  constexpr int most_looks = 4;
  for (int looks = 0; looks < most_looks; ++looks) {
    auto* const slot = static_cast<Slot*>(deadlines_.next_ended(latest_));
    if (slot == nullptr) break;
    if (cause_of_death(*slot, latest_)) return slot;
    deadlines_.put_back(*slot, slot->ends_at(), latest_);  // somebody read it, or it ends within this tick
  }
  // Nobody knows which entries carry a tag. After an invalidation all are looked at in turn, a few for each that comes.
  if (const Sequence latest = generations_.latest(); latest != looked_for_) {
    looked_for_ = latest;
    to_look_at_ = entries_;
  }
  for (int looks = 0; looks < most_looks && to_look_at_ > 0; ++looks) {
    --to_look_at_;
    auto* const slot = static_cast<Slot*>(eviction_.inspect());
    if (slot != nullptr && cause_of_death(*slot, latest_)) return slot;
  }
  return nullptr;
}

bool Shard::approach(const Bounds& bounds, std::uint64_t number) {
  Removals removals(told_, retired_, mutex_);
  DepartedKeys forgotten(0);
  const std::lock_guard lock(mutex_);
  if (number < resizes_) return true;
  bounds_ = bounds;
  retired_.resize(bounds);
  removals.end_at_once();
  if (number > std::exchange(resizes_, number)) forgotten = eviction_.resize(bounds);
  const auto is_within = [this] { return entries_ <= bounds_.entries && weight_ <= bounds_.weight(); };
  for (int i = 0; i < most_removed && !is_within(); ++i) evict_one(0, false, removals);
  if (is_within()) return true;
  bounds_.entries = std::max(bounds_.entries, entries_);
  if (bounds_.bytes) bounds_.bytes = std::max(*bounds_.bytes, weight_);
  return false;
}

}  // namespace tagcache::detail
