#include "memory/shard.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <mutex>
#include <utility>

namespace tagcache::detail {
namespace {

/// For those who forget an entry without knowing the time.
constexpr TimePoint no_time = TimePoint::min();

/// What an entry takes beside its value, as measured in nothing but the sizes of what is allocated: key, slot and
/// entry, the nodes of the map; and for each tag its text.
std::uint64_t overhead(const KeyView& key, const EntryNode& entry) {
  constexpr std::uint64_t of_entry = 2 * sizeof(Key) + sizeof(Slot) + sizeof(EntryNode) + 8 * sizeof(void*);
  constexpr std::uint64_t of_tag = sizeof(Tag) + 2 * sizeof(void*);
  std::uint64_t bytes = of_entry + key.kept_bytes() + entry.validator.size();
  for (const Tag& tag : entry.tags) bytes += of_tag + tag.bytes().size();
  return bytes;
}

/// What outlasts an entry that another takes the place of.
struct Standby {
  explicit Standby(const Slot& slot) : in_main(slot.in_main), reads(slot.reads.load(std::memory_order_relaxed)) {}
  bool in_main;
  std::uint8_t reads;
};

std::uint64_t cost_of(const KeyView& key, const EntryNode& entry) {
  const std::uint64_t beside = overhead(key, entry);
  return entry.weight > std::numeric_limits<std::uint64_t>::max() - beside ? entry.weight : entry.weight + beside;
}

}  // namespace

Found Shard::find(const Request& request) {
  const std::shared_lock lock(mutex_);
  return find_locked(request);
}

void Shard::find_many(std::span<const Request> requests, std::span<const std::size_t> places, std::span<Found> found) {
  const std::shared_lock lock(mutex_);
  for (const std::size_t place : places) found[place] = find_locked(requests[place]);
}

Found Shard::find_locked(const Request& request) {
  const auto found = slots_.find(request.key);
  if (found == slots_.end()) return {};
  Slot& slot = found->second;
  if (slot.basis.cleared()) return {nullptr, Validity::valid, MissCause::cleared};
  if (slot.entry->type != &request.type) return {nullptr, Validity::valid, MissCause::another_type};
  if (slot.idle(request.now)) return {nullptr, Validity::valid, MissCause::idle};
  if (slot.entry->idle_ttl > Duration::zero()) slot.read_at.store(request.now, std::memory_order_relaxed);
  slot.read();
  const Validity of_copy = slot.lapsed(request.now) ? Validity::lapsed : Validity::valid;
  return {slot.entry, std::max(validity(slot), of_copy), MissCause::absent};
}

Validity Shard::validity(Slot& slot) {
  const Validity own = slot.expired ? Validity::expired : Validity::valid;
  return std::max(own, generations_.judge(slot.standing, slot.entry->tags));
}

void Shard::begins(MemoryLoad& load) {
  const std::unique_lock lock(mutex_);
  loads_.emplace(load.key.view().hash(), &load);
}

void Shard::ended(MemoryLoad& load) {
  const std::unique_lock lock(mutex_);
  const auto [first, last] = loads_.equal_range(load.key.view().hash());
  const auto found = std::find_if(first, last, [&load](const auto& each) { return each.second == &load; });
  if (found != last) loads_.erase(found);  // it is not there when there was no memory to note it
}

void Shard::overtake(const KeyView& key, Sequence order) {
  const auto [first, last] = loads_.equal_range(key.hash());
  for (auto each = first; each != last; ++each) {
    MemoryLoad* const load = each->second;
    if (load->key.view() == key && load->basis.order < order) load->overtaken.store(true, std::memory_order_release);
  }
}

bool Shard::keep(const MemoryLoad& load, EntryPointer entry, TimePoint now) {
  const Basis& basis = load.basis;
  if (generations_.since(basis.stamp, result_tags(*entry)) == Validity::invalidated) return false;
  Removals removals(told_);
  const std::unique_lock lock(mutex_);
  if (load.overtaken.load(std::memory_order_acquire) || basis.cleared()) return false;
  const auto present = slots_.find(load.key.view());
  if (present != slots_.end() && present->second.basis.order > basis.order) return false;
  const bool wanted = load.wanted && now < useful_until(*entry);
  if (!wanted) overtake(load.key.view(), basis.order);  // nothing will stand there to show that they are older
  put(load.key.view(), basis, wanted ? std::move(entry) : nullptr, now, removals);
  return wanted;
}

void Shard::set(const KeyView& key, const Basis& basis, EntryPointer entry, TimePoint now) {
  Removals removals(told_);
  const std::unique_lock lock(mutex_);
  overtake(key);
  put(key, basis, std::move(entry), now, removals);
}

void Shard::erase(const KeyView& key) {
  Removals removals(told_);
  const std::unique_lock lock(mutex_);
  overtake(key);
  const auto present = slots_.find(key);
  if (present == slots_.end()) return;
  remove(present, cause_of_death(present->second, no_time).value_or(RemovalCause::deleted), removals);
}

void Shard::expire(const KeyView& key) {
  const std::unique_lock lock(mutex_);
  overtake(key);
  const auto present = slots_.find(key);
  if (present == slots_.end()) return;
  Slot& slot = present->second;
  slot.expired = true;
  if (slot.entry->has_grace()) return;
  deadlines_.remove(slot);
  deadlines_.put(slot, TimePoint::min(), latest_);
}

void Shard::erase_all() {
  Removals removals(told_);
  const std::unique_lock lock(mutex_);
  for (const auto& [hash, load] : loads_) load->overtaken.store(true, std::memory_order_release);
  while (!slots_.empty()) {
    const auto slot = slots_.begin();
    remove(slot, cause_of_death(slot->second, no_time).value_or(RemovalCause::disconnected), removals);
  }
}

void Shard::add_to(MemoryStats& stats) const {
  const std::shared_lock lock(mutex_);
  stats.entries += slots_.size();
  if (bounds_.bytes) stats.bytes = stats.bytes.value_or(0) + weight_;
  std::transform(removed_.begin(), removed_.end(), stats.removed.begin(), stats.removed.begin(), std::plus<>());
}

void Shard::put(const KeyView& key, const Basis& basis, EntryPointer entry, TimePoint now, Removals& removals) {
  latest_ = std::max(latest_, now);
  std::optional<Standby> before;
  if (const auto present = slots_.find(key); present != slots_.end()) {
    before.emplace(present->second);
    remove(present, cause_of_death(present->second, now).value_or(RemovalCause::replaced), removals);
  }
  const std::uint64_t weight = entry && bounds_.bytes ? cost_of(key, *entry) : 1;
  if (!entry || bounds_.entries == 0 || weight > bounds_.bytes.value_or(1)) return;
  const bool into_main = before ? before->in_main : eviction_.returns(key.hash(), weight);
  while (is_full_for(weight)) evict_one(weight, into_main, removals);
  const auto [place, created] = slots_.try_emplace(Key(key, basis.scope->prefix));
  Slot& slot = place->second;
  slot.key = &place->first;
  slot.entry = std::move(entry);
  slot.basis = basis;
  slot.standing = generations_.begin(basis.stamp, slot.entry->tags);
  slot.read_at.store(now, std::memory_order_relaxed);
  slot.hash = key.hash();
  slot.weight = weight;
  weight_ += weight;
  eviction_.insert(slot, into_main, before ? before->reads : std::uint8_t{0});
  deadlines_.put(slot, slot.ends_at(), now);
}

bool Shard::is_full_for(std::uint64_t weight) const noexcept {
  return slots_.size() >= bounds_.entries || (bounds_.bytes && weight_ > *bounds_.bytes - weight);
}

void Shard::let_go(Slots::iterator slot, RemovalCause cause, Removals& removals) {
  ++removed_[static_cast<std::size_t>(cause)];
  weight_ -= slot->second.weight;
  deadlines_.remove(slot->second);
  removals.add(slots_.extract(slot), cause);
}

void Shard::remove(Slots::iterator slot, RemovalCause cause, Removals& removals) {
  removals.reserve_one_more();
  eviction_.remove(slot->second);
  let_go(slot, cause, removals);
}

std::optional<RemovalCause> Shard::cause_of_death(Slot& slot, TimePoint now) {
  if (slot.basis.cleared()) return RemovalCause::cleared;
  const Validity validity = this->validity(slot);
  if (validity == Validity::invalidated) return RemovalCause::invalidated;
  const bool expired_without_grace = validity == Validity::expired && !slot.entry->has_grace();
  if (expired_without_grace || now >= useful_until(*slot.entry) || slot.idle(now)) return RemovalCause::expired;
  return std::nullopt;
}

void Shard::evict_one(std::uint64_t weight, bool into_main, Removals& removals) {
  removals.reserve_one_more();
  if (Slot* const dead = find_dead()) {
    return remove(slots_.find(*dead->key), cause_of_death(*dead, latest_).value_or(RemovalCause::evicted), removals);
  }
  auto& victim = static_cast<Slot&>(eviction_.take_victim(weight, into_main));
  let_go(slots_.find(*victim.key), cause_of_death(victim, latest_).value_or(RemovalCause::evicted), removals);
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
    to_look_at_ = slots_.size();
  }
  for (int looks = 0; looks < most_looks && to_look_at_ > 0; ++looks) {
    --to_look_at_;
    auto* const slot = static_cast<Slot*>(eviction_.inspect());
    if (slot != nullptr && cause_of_death(*slot, latest_)) return slot;
  }
  return nullptr;
}

bool Shard::approach(const Bounds& bounds) {
  constexpr int most_evicted = 64;  // while others wait
  Removals removals(told_);
  const std::unique_lock lock(mutex_);
  bounds_ = bounds;
  eviction_.resize(bounds);
  const auto is_within = [this] { return slots_.size() <= bounds_.entries && weight_ <= bounds_.weight(); };
  for (int i = 0; i < most_evicted && !is_within(); ++i) evict_one(0, false, removals);
  if (is_within()) return true;
  bounds_.entries = std::max(bounds_.entries, slots_.size());
  if (bounds_.bytes) bounds_.bytes = std::max(*bounds_.bytes, weight_);
  return false;
}

}  // namespace tagcache::detail
