#include "memory/tag_table.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "tag_bytes.hpp"

namespace tagcache::detail {

TagLease& TagLease::operator=(TagLease&& other) noexcept {
  std::swap(table_, other.table_);
  std::swap(nodes_, other.nodes_);
  return *this;
}

TagLease TagLease::copy() const {
  if (table_ == nullptr) return {};
  table_->retain(nodes_);
  return {*table_, nodes_};
}

void TagLease::add(TagTable& table, std::span<const Tag> tags) {
  if (tags.empty()) return;
  TagLease more = table.lease(tags);
  nodes_.reserve(nodes_.size() + more.nodes_.size());
  table_ = &table;
  nodes_.insert(nodes_.end(), more.nodes_.begin(), more.nodes_.end());
  more.nodes_.clear();
}

void TagLease::release() noexcept {
  if (table_ != nullptr && !nodes_.empty()) table_->release(nodes_);
}

TagLease TagTable::lease(std::span<const Tag> tags) {
  std::vector<TagNode*> nodes;
  if (tags.empty()) return {*this, std::move(nodes)};
  nodes.reserve(tags.size());
  const std::unique_lock lock(mutex_);
  try {
    for (const Tag& tag : tags) nodes.push_back(refer_to(tag.bytes()));
  } catch (...) {
    for (TagNode* node : nodes) drop_reference(node);
    throw;
  }
  return {*this, std::move(nodes)};
}

TagNode* TagTable::refer_to(std::string_view bytes) {
  TagNode* deepest = nullptr;  // referred to by this function until the next one below refers to it
  for (std::size_t end = 0; end < bytes.size();) {
    static_cast<void>(next_segment(bytes, end));
    TagNode* next = nullptr;
    try {
      next = &node(bytes.substr(0, end), deepest);
    } catch (...) {
      drop_reference(deepest);
      throw;
    }
    ++next->references;
    drop_reference(deepest);
    deepest = next;
  }
  return deepest;
}

TagNode& TagTable::node(std::string_view prefix, TagNode* parent) {
  if (const auto found = nodes_.find(prefix); found != nodes_.end()) return *found->second;
  auto created = std::make_unique<TagNode>(prefix, parent, forgotten_);
  const std::string_view name = created->bytes;
  TagNode& node = *nodes_.emplace(name, std::move(created)).first->second;
  if (parent != nullptr) ++parent->references;
  return node;
}

void TagTable::retain(const std::vector<TagNode*>& nodes) {
  const std::unique_lock lock(mutex_);
  for (TagNode* node : nodes) ++node->references;
}

void TagTable::release(const std::vector<TagNode*>& nodes) noexcept {
  const std::unique_lock lock(mutex_);
  for (TagNode* node : nodes) drop_reference(node);
}

void TagTable::drop_reference(TagNode* node) noexcept {
  while (node != nullptr && --node->references == 0) {
    TagNode* const parent = node->parent;
    forgotten_ = std::max({forgotten_, node->prefix_moved, node->exact_moved});
    nodes_.erase(nodes_.find(node->bytes));
    node = parent;
  }
}

std::optional<Sequence> TagTable::unmoved_since(Sequence stamp, const TagLease& lease) const {
  const std::shared_lock lock(mutex_);
  const auto is_unmoved = [stamp](const TagNode* tag) {
    if (tag->exact_moved > stamp) return false;
    for (; tag != nullptr; tag = tag->parent) {
      if (tag->prefix_moved > stamp) return false;
    }
    return true;
  };
  if (!std::all_of(lease.nodes().begin(), lease.nodes().end(), is_unmoved)) return std::nullopt;
  return latest();  // read under the lock: no invalidation can come between the tags and this number
}

bool TagTable::unmoved_since(Sequence stamp, std::span<const Tag> tags) const {
  if (tags.empty()) return true;
  const std::shared_lock lock(mutex_);
  return std::all_of(tags.begin(), tags.end(), [&](const Tag& tag) { return unmoved(stamp, tag.bytes()); });
}

bool TagTable::unmoved(Sequence stamp, std::string_view tag_bytes) const {
  for (std::size_t end = 0; end < tag_bytes.size();) {
    static_cast<void>(next_segment(tag_bytes, end));
    const auto found = nodes_.find(tag_bytes.substr(0, end));
    if (found == nodes_.end()) return forgotten_ <= stamp;  // nor is anything below it in the table
    const bool is_whole = end == tag_bytes.size();
    if (found->second->prefix_moved > stamp || (is_whole && found->second->exact_moved > stamp)) return false;
  }
  return true;
}

void TagTable::invalidate(std::span<const Invalidation> invalidations) {
  const std::unique_lock lock(mutex_);
  const Sequence number = latest() + 1;
  for (const Invalidation& invalidation : invalidations) {
    const auto found = nodes_.find(invalidation.tag.bytes());
    if (found == nodes_.end()) {
      forgotten_ = number;
    } else if (invalidation.reach == Reach::prefix) {
      found->second->prefix_moved = number;
    } else {
      found->second->exact_moved = number;
    }
  }
  latest_.store(number, std::memory_order_release);
}

std::size_t TagTable::size() const {
  const std::shared_lock lock(mutex_);
  return nodes_.size();
}

}  // namespace tagcache::detail
