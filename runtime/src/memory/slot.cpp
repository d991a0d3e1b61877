#include "memory/slot.hpp"

#include <cstring>

namespace tagcache::detail {
namespace {

/// Copies of so many bytes at most are nearer to their keys than the values themselves.
constexpr std::size_t most_copied = 32;

[[nodiscard]] std::size_t copied_bytes(const ValueType& type) noexcept {
  return type.is_bytes && type.size <= most_copied ? type.size : 0;
}

}  // namespace

Slot::Slot(const KeyView& key, const Basis& known, EntryPointer its_entry) noexcept
    : KeptEntry{std::move(its_entry)},
      basis(known),
      fresh_until(entry->fresh_until()),
      value(entry->value),
      type(entry->type),
      key_type_(key.type()),
      name_(key.name().data()),
      name_size_(static_cast<std::uint32_t>(key.name().size())),
      idles(entry->idle_ttl > Duration::zero()),
      is_absent(entry->is_absent) {
  hash = key.hash();
}

std::unique_ptr<Slot> Slot::make(const KeyView& key, const Basis& basis, EntryPointer entry) {
  struct Free {
    void operator()(void* memory) const noexcept { ::operator delete(memory); }
  };
  const std::size_t value_at = Slot::value_at(key.type());
  const std::size_t copied = copied_bytes(*entry->type);
  std::unique_ptr<void, Free> memory(::operator new(value_at + copied));
  auto* const bytes = static_cast<std::byte*>(memory.get());
  key.type().keep(key.parts(), bytes + sizeof(Slot));
  std::unique_ptr<Slot> slot(new (memory.release()) Slot(key, basis, std::move(entry)));
  if (copied > 0) slot->value = std::memcpy(bytes + value_at, slot->value, copied);
  return slot;
}

}  // namespace tagcache::detail
