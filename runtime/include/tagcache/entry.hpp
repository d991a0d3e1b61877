#pragma once

#include <optional>
#include <string>
#include <tagcache/clock.hpp>
#include <tagcache/entry_node.hpp>
#include <tagcache/lifetime_bound.hpp>
#include <tagcache/tag.hpp>
#include <utility>

namespace tagcache {

/// What the cache knows about one stored value. A shared view of an immutable entry: cheap to copy, and it keeps the
/// entry alive after eviction, `clear`, and the end of the cache.
template <class T>
class Entry {
 public:
  explicit Entry(detail::EntryPointer node) : node_(std::move(node)) {}

  [[nodiscard]] const T& value() const noexcept TAGCACHE_LIFETIME_BOUND {
    return *static_cast<const T*>(node_->value());
  }
  [[nodiscard]] const TagSet& tags() const noexcept TAGCACHE_LIFETIME_BOUND { return node_->tags; }
  /// When the load began. Data in the value may be as old as this.
  [[nodiscard]] TimePoint created_at() const noexcept { return node_->created_at; }
  /// The entry is fresh before this instant, unless it was invalidated, or memory has to ask again (`memory_ttl`).
  [[nodiscard]] TimePoint expires_at() const noexcept { return node_->expires_at; }
  /// The entry may be served in grace before this instant; absent when it has no grace.
  [[nodiscard]] std::optional<TimePoint> grace_until() const noexcept {
    return node_->has_grace() ? std::optional(node_->grace_until) : std::nullopt;
  }

  /// What the loader gave as the validator of the value (Loaded::validator); empty when it gave none.
  [[nodiscard]] const std::string& validator() const noexcept TAGCACHE_LIFETIME_BOUND { return node_->validator(); }

  /// True for two views of the very same entry, not for two entries with equal values.
  friend bool operator==(const Entry&, const Entry&) = default;

 private:
  detail::EntryPointer node_;
};

/// The entry that a read found and the one that it left behind.
template <class T>
struct Entries {
  std::optional<Entry<T>> before;  ///< absent when nothing was stored under the key
  Entry<T> after;
};

}  // namespace tagcache
