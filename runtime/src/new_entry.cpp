#include "new_entry.hpp"

#include <stdexcept>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace tagcache::detail {
namespace {

/// An entry whose value belongs to an older one.
struct RenewedEntry final : EntryNode {
  explicit RenewedEntry(const EntryPointer& previous) : EntryNode(*previous->type), owner(owner_of(previous)) {
    value = owner->value;
    is_absent = owner->is_absent;
  }

  /// Never a renewed one itself, or a value that is renewed for ever would keep all its entries.
  static EntryPointer owner_of(const EntryPointer& entry) {
    const auto* renewed = dynamic_cast<const RenewedEntry*>(entry.get());
    return renewed != nullptr ? renewed->owner : entry;
  }

  const EntryPointer owner;
};

void add_result_tags(EntryNode& entry, const TagSet& argument_tags, const TagSet& told) {
  std::unordered_set<std::string_view> seen;  // of lists that stay where they are
  if (!told.empty()) {
    for (const Tag& tag : argument_tags) seen.insert(tag.bytes());
  }
  for (const Tag& tag : told) {
    if (seen.insert(tag.bytes()).second) entry.tags.push_back(tag);
  }
  entry.result_tags = entry.tags.size() - argument_tags.size();
}

NewEntry renewed(LoadSettings& settings, const EntryPointer& previous, const KeyView& key) {
  if (!previous) {
    throw std::logic_error("the loader of " + key.text() +
                           " says tagcache::unchanged, but it was shown no previous value: load the value when "
                           "Previous::entry() is absent");
  }
  if (!settings.validator) settings.validator = previous->validator;
  if (!settings.weight) settings.weight = previous->weight;
  if (!settings.tags) {
    const auto told = result_tags(*previous);
    settings.tags.emplace(told.begin(), told.end());
  }
  return std::make_shared<RenewedEntry>(previous);
}

}  // namespace

EntryNode::EntryNode(const ValueType& value_type) : type(&value_type) {}
EntryNode::~EntryNode() = default;

std::span<const Tag> result_tags(const EntryNode& entry) noexcept {
  return std::span(entry.tags).last(entry.result_tags);
}

NewEntry new_entry(LoadResult& result, const EntryPointer& previous, const KeyView& key, const TagSet& argument_tags) {
  LoadSettings& settings = result.settings;
  const NewEntry entry = result.entry ? std::move(result.entry) : renewed(settings, previous, key);
  entry->tags = argument_tags;
  if (settings.tags) add_result_tags(*entry, argument_tags, *settings.tags);
  if (settings.validator) entry->validator = *std::move(settings.validator);
  return entry;
}

}  // namespace tagcache::detail
