#include "memory/tag_table.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "tag_bytes.hpp"

namespace tagcache::detail {
namespace {

std::string_view bytes_of(const Tag& tag) { return tag.bytes(); }
std::string_view bytes_of(const Invalidation& invalidation) { return invalidation.tag.bytes(); }

}  // namespace

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
  if (tags.empty()) return {*this, {}};
  const std::unique_lock lock(mutex_);
  return {*this, refer_to_all(tags)};
}

template <class Tagged>
std::vector<TagNode*> TagTable::refer_to_all(std::span<const Tagged> all) {
  std::vector<TagNode*> nodes;
  nodes.reserve(all.size());
  try {
    for (const Tagged& each : all) nodes.push_back(refer_to(bytes_of(each)));
  } catch (...) {
    for (TagNode* node : nodes) drop_reference(node);
    throw;
  }
  return nodes;
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
    for (const Moves& moves : {node->prefix_moved, node->exact_moved}) {
      forgotten_.invalidated = std::max(forgotten_.invalidated, moves.invalidated);
      forgotten_.expired = std::max(forgotten_.expired, moves.expired);
    }
    nodes_.erase(nodes_.find(node->bytes));
    node = parent;
  }
}

TagTable::Verdict TagTable::judge(Sequence stamp, const TagLease& lease) const {
  const std::shared_lock lock(mutex_);
  Validity worst = Validity::valid;
  for (const TagNode* tag : lease.nodes()) {
    worst = std::max(worst, tag->exact_moved.since(stamp));
    for (; tag != nullptr; tag = tag->parent) worst = std::max(worst, tag->prefix_moved.since(stamp));
  }
  return {worst, latest()};  // read under the lock: no invalidation can come between the tags and this number
}

Validity TagTable::judge(Sequence stamp, std::span<const Tag> tags) const {
  Validity worst = Validity::valid;
  if (tags.empty()) return worst;
  const std::shared_lock lock(mutex_);
  for (const Tag& tag : tags) worst = std::max(worst, judge(stamp, tag.bytes()));
  return worst;
}

Validity TagTable::judge(Sequence stamp, std::string_view tag_bytes) const {
  Validity worst = Validity::valid;
  for (std::size_t end = 0; end < tag_bytes.size();) {
    static_cast<void>(next_segment(tag_bytes, end));
    const auto found = nodes_.find(tag_bytes.substr(0, end));
    if (found == nodes_.end()) return std::max(worst, forgotten_.since(stamp));  // nor is anything below it there
    worst = std::max(worst, found->second->prefix_moved.since(stamp));
    if (end == tag_bytes.size()) worst = std::max(worst, found->second->exact_moved.since(stamp));
  }
  return worst;
}

void TagTable::invalidate(std::span<const Invalidation> invalidations) {
  const std::unique_lock lock(mutex_);
  const std::vector<TagNode*> nodes = refer_to_all(invalidations);
  const Sequence number = latest() + 1;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& [tag, reach, becomes] = invalidations[i];
    (reach == Reach::prefix ? nodes[i]->prefix_moved : nodes[i]->exact_moved).of(becomes) = number;
  }
  latest_.store(number, std::memory_order_release);
  for (TagNode* const node : nodes) keep_in_mind(node);
}

void TagTable::keep_in_mind(TagNode* invalidated) noexcept {
  TagNode* gone = invalidated;  // as recent, it is referred to already
  if (!std::exchange(invalidated->is_recent, true)) {
    gone = std::exchange(recent_[next_recent_], invalidated);
    next_recent_ = (next_recent_ + 1) % recent_.size();
    if (gone != nullptr) gone->is_recent = false;
  }
  drop_reference(gone);
}

std::size_t TagTable::size() const {
  const std::shared_lock lock(mutex_);
  return nodes_.size();
}

}  // namespace tagcache::detail
