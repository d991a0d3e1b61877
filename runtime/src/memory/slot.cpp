#include "memory/slot.hpp"

#include <cstring>

namespace tagcache::detail {

const Family& Family::of(const KeyView& key, const ValueType& type) {
  constexpr std::size_t lists = 256;
  static std::array<std::atomic<Family*>, lists> all{};  // by addresses; read without a lock
  const auto bits = reinterpret_cast<std::uintptr_t>(key.name().data()) ^ reinterpret_cast<std::uintptr_t>(&type);
  std::atomic<Family*>& list = all[spread(bits) % lists];
  Family* const first = list.load(std::memory_order_acquire);
  for (const Family* each = first; each != nullptr; each = each->older) {
    const bool has_name = each->name.data() == key.name().data() && each->name.size() == key.name().size();
    if (each->key_type == &key.type() && each->type == &type && has_name) return *each;
  }
  auto* const made = new Family{&key.type(), &type, key.name(), first};  // two may add the same: it does no harm
  while (!list.compare_exchange_weak(made->older, made, std::memory_order_acq_rel)) {
  }
  return *made;
}

std::size_t Slot::copied_bytes(const ValueType& type) noexcept {
  constexpr std::size_t most_copied = 32;  // copies of so many bytes at most are nearer to their keys than the values
  constexpr std::size_t word = sizeof(std::atomic<TimePoint>);
  return type.is_bytes && type.size <= most_copied ? (type.size + word - 1) / word * word : 0;
}

Slot::Slot(const Family& its_family, const KeyView& key, const Basis& basis, EntryPointer its_entry,
           bool its_own_piece) noexcept
    : KeptEntry{std::move(its_entry)},
      idles(entry->idle_ttl() > Duration::zero()),
      is_absent(entry->is_absent),
      has_own_piece(its_own_piece),
      order(basis.order),
      standing(basis.stamp),
      scope(*basis.scope),
      family(its_family),
      fresh_until(entry->fresh_until()),
      value(entry->value()) {
  hash = key.hash();
}

std::size_t Slot::bytes(const KeyType& key, const ValueType& value, bool idles) noexcept {
  const std::size_t copied = copied_bytes(value);
  if (copied == 0 && !idles) return (sizeof(Slot) + key.size + 7) / 8 * 8;
  return value_at(key) + copied + (idles ? sizeof(std::atomic<TimePoint>) : 0);
}

std::unique_ptr<Slot> Slot::make(const KeyView& key, const Basis& basis, EntryPointer entry, TimePoint now) {
  struct Free {
    std::size_t bytes;  ///< zero for a room, which nobody gives back
    void operator()(void* memory) const noexcept {
      if (bytes > 0) give_piece(memory, bytes);
    }
  };
  const Family& family = Family::of(key, entry->type());
  const bool idles = entry->idle_ttl() > Duration::zero();
  const std::size_t bytes = Slot::bytes(*family.key_type, *family.type, idles);
  void* const room = entry->take_room(bytes);
  std::unique_ptr<void, Free> memory(room != nullptr ? room : take_piece(bytes), Free{room != nullptr ? 0 : bytes});
  key.type().keep(key.parts(), static_cast<std::byte*>(memory.get()) + sizeof(Slot));
  std::unique_ptr<Slot> slot(new (memory.release()) Slot(family, key, basis, std::move(entry), room == nullptr));
  if (copied_bytes(*family.type) > 0) {
    slot->value = std::memcpy(slot->place_of_value(), slot->value, family.type->size);
  }
  if (idles) new (&slot->read_at()) std::atomic<TimePoint>(now);
  return slot;
}

void Slot::operator delete(Slot* slot, std::destroying_delete_t) noexcept {
  const bool has_own_piece = slot->has_own_piece;
  const std::size_t bytes = Slot::bytes(*slot->family.key_type, *slot->family.type, slot->idles);
  const EntryPointer entry = std::move(slot->entry);  // ends last: the slot may lie beside it
  slot->~Slot();
  if (has_own_piece) give_piece(slot, bytes);
}

}  // namespace tagcache::detail
