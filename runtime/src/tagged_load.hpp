#pragma once

#include <memory>
#include <span>
#include <tagcache/store.hpp>
#include <utility>

#include "undelivered.hpp"

namespace tagcache::detail {

/// The tags that the arguments of a load name. They lie with the load until it has given an entry, and then with that:
/// nobody copies them. Whoever holds the load may look at them at any time.
class TagsOfLoad {
 public:
  TagsOfLoad() = default;
  explicit TagsOfLoad(TagSet tags) noexcept : tags_(std::move(tags)), seen_(tags_) {}
  TagsOfLoad(const TagsOfLoad&) = delete;
  TagsOfLoad& operator=(TagsOfLoad&&) = default;

  [[nodiscard]] std::span<const Tag> get() const noexcept { return seen_; }

  /// They become those of `entry`, which others do not see yet. Only for who runs the load, once.
  void move_to(const std::shared_ptr<EntryNode>& entry) noexcept {
    entry->tags = std::move(tags_);  // where they lie in memory does not change
    with_ = entry;
  }

 private:
  TagSet tags_;
  EntryPointer with_;  ///< null before they have moved
  std::span<const Tag> seen_;
};

/// A load as one cache knows it.
struct TaggedLoad : Load {
  [[nodiscard]] static const TaggedLoad& of(const Load& load) noexcept { return static_cast<const TaggedLoad&>(load); }

  mutable TagsOfLoad tags;                    ///< given before anybody else holds the load
  mutable Undelivered::Number undelivered{};  ///< when it began: its source is read later, and knows of these
};

}  // namespace tagcache::detail
