#include "new_entry.hpp"

#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "process_wide.hpp"

namespace tagcache::detail {
namespace {

/// What an allocator adds to each piece.
constexpr std::size_t bytes_of_allocation = 2 * sizeof(void*);

const std::string& no_validator() noexcept {
  static const ProcessWide<const std::string> none;
  return none.it;
}
/// A child must not find another thread making it.
[[maybe_unused]] const bool no_validator_is_made = no_validator().empty();

EntryPointer owner_of(const EntryPointer& entry) {
  const auto* borrowed = dynamic_cast<const BorrowedEntry*>(entry.get());
  return borrowed != nullptr ? borrowed->owner : entry;
}

void set_tags(EntryNode& entry, std::span<const Tag> argument_tags, const TagSet& told) {
  std::unordered_set<std::string_view> seen;  // of lists that stay where they are
  for (const Tag& tag : argument_tags) seen.insert(tag.bytes());
  entry.tags.reserve(argument_tags.size() + told.size());
  entry.tags.assign(argument_tags.begin(), argument_tags.end());
  for (const Tag& tag : told) {
    if (seen.insert(tag.bytes()).second) entry.tags.push_back(tag);
  }
  entry.result_tags = static_cast<std::uint32_t>(entry.tags.size() - argument_tags.size());
}

NewEntry renewed(LoadSettings& settings, const EntryPointer& previous, const KeyView& key) {
  if (!previous) {
    throw std::logic_error("the loader of " + key.text() +
                           " says tagcache::unchanged, but it was shown no previous value: load the value when "
                           "Previous::entry() is absent");
  }
  if (!settings.validator) settings.validator = previous->validator();
  if (!settings.weight) settings.weight = previous->weight;
  if (!settings.tags) {
    const auto told = result_tags(*previous);
    settings.tags.emplace(told.begin(), told.end());
  }
  return make_in_piece<BorrowedEntry>(previous);
}

}  // namespace

EntryNode::~EntryNode() { delete extras_; }

std::size_t EntryNode::bytes_of(std::span<const Tag> tags) noexcept {
  constexpr std::size_t of_tag = sizeof(Tag) + bytes_of_allocation;
  return std::accumulate(tags.begin(), tags.end(), std::size_t{0},
                         [](std::size_t sum, const Tag& tag) { return sum + of_tag + tag.bytes().size(); });
}

std::size_t EntryNode::bytes_beside_value() const noexcept {
  constexpr std::size_t of_count = 2 * sizeof(void*);
  std::size_t bytes = sizeof(EntryNode) + of_count + 2 * bytes_of_allocation + bytes_of(tags);
  if (!validator().empty()) bytes += sizeof(EntryExtras) + validator().size() + 2 * bytes_of_allocation;
  const bool is_room_lost = room_words_.load(std::memory_order_relaxed) == 0;
  return is_room_lost ? bytes + room_before_ : bytes;
}

std::size_t BorrowedEntry::bytes_beside_value() const noexcept {
  return EntryNode::bytes_beside_value() + sizeof owner + owner->bytes_beside_value();
}

const std::string& EntryNode::validator() const noexcept {
  return extras_ != nullptr ? extras_->validator : no_validator();
}

EntryExtras& EntryNode::extras() {
  if (extras_ == nullptr) extras_ = new EntryExtras;
  return *extras_;
}

void EntryNode::set_idle_ttl(Duration ttl) {
  if (ttl != idle_ttl()) extras().idle_ttl = ttl;
}

void EntryNode::set_validator(std::string text) {
  if (text != validator()) extras().validator = std::move(text);
}

void EntryNode::set_memory_until(TimePoint until) {
  if (until != memory_until()) extras().memory_until = until;
}

void EntryNode::offer_room(void* beginning, std::size_t bytes) noexcept {
  const auto before = reinterpret_cast<std::byte*>(this) - static_cast<std::byte*>(beginning);
  room_before_ = static_cast<std::uint16_t>(before);
  room_words_.store(static_cast<std::uint8_t>(bytes / 8), std::memory_order_relaxed);
}

void* EntryNode::take_room(std::size_t bytes) const noexcept {
  if (room_words_.load(std::memory_order_relaxed) * std::size_t{8} < bytes) return nullptr;
  if (room_words_.exchange(0, std::memory_order_relaxed) == 0) return nullptr;
  return reinterpret_cast<std::byte*>(const_cast<EntryNode*>(this)) - room_before_;  // NOLINT(*-const-cast): not of it
}

BorrowedEntry::BorrowedEntry(const EntryPointer& entry) : owner(owner_of(entry)) { is_absent = owner->is_absent; }

EntryCopy::EntryCopy(const EntryPointer& entry) : BorrowedEntry(entry) {
  tags = entry->tags;
  result_tags = entry->result_tags;
  created_at = entry->created_at;
  loaded_at = entry->loaded_at;
  expires_at = entry->expires_at;
  grace_until = entry->grace_until;
  weight = entry->weight;
  set_idle_ttl(entry->idle_ttl());
  set_validator(entry->validator());
  set_memory_until(entry->memory_until());
}

std::span<const Tag> result_tags(const EntryNode& entry) noexcept {
  return std::span(entry.tags).last(entry.result_tags);
}

NewEntry new_entry(LoadResult& result, const EntryPointer& previous, const KeyView& key, Departure& departure) {
  LoadSettings& settings = result.settings;
  const NewEntry entry = result.entry ? std::move(result.entry) : renewed(settings, previous, key);
  if (settings.tags && !settings.tags->empty()) {
    set_tags(*entry, departure.argument_tags(), *settings.tags);
  } else {
    departure.give_tags(entry);
  }
  if (settings.validator) entry->set_validator(*std::move(settings.validator));
  return entry;
}

}  // namespace tagcache::detail
