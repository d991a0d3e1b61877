#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/store.hpp>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tagcache::detail {

/// Number of an invalidation in its process: later ones have greater numbers, none is given out twice. A generation of
/// a tag is the number of the last invalidation that reached it.
using Sequence = std::uint64_t;

/// The last invalidation and the last expiry that reached a tag.
struct Moves {
  Sequence invalidated = 0;
  Sequence expired = 0;

  [[nodiscard]] Sequence& of(Becomes becomes) noexcept {
    return becomes == Becomes::invalidated ? invalidated : expired;
  }
  /// What they make of data whose load began at `stamp`.
  [[nodiscard]] Validity since(Sequence stamp) const noexcept {
    if (invalidated > stamp) return Validity::invalidated;
    return expired > stamp ? Validity::expired : Validity::valid;
  }
};

/// A tag, or a prefix of one, that an entry or a running load refers to.
struct TagNode {
  TagNode(std::string_view tag_bytes, TagNode* parent_node, Moves moved)
      : parent(parent_node), bytes(tag_bytes), prefix_moved(moved), exact_moved(moved) {}

  TagNode* const parent;
  const std::string bytes;       ///< of the tag; the table's key is a view of it
  std::uint64_t references = 0;  ///< leases, children, and that it is recent
  bool is_recent = false;        ///< one of the tags that were invalidated last
  Moves prefix_moved;            ///< of this tag and all below
  Moves exact_moved;             ///< of exactly this tag
};

class TagTable;

/// Keeps tags in the table. Copying is explicit because it locks.
class TagLease {
 public:
  TagLease() = default;
  TagLease(TagTable& table, std::vector<TagNode*> nodes) : table_(&table), nodes_(std::move(nodes)) {}
  TagLease(TagLease&& other) noexcept : table_(other.table_), nodes_(std::move(other.nodes_)) { other.nodes_.clear(); }
  TagLease& operator=(TagLease&& other) noexcept;
  TagLease(const TagLease&) = delete;
  TagLease& operator=(const TagLease&) = delete;
  ~TagLease() { release(); }

  [[nodiscard]] TagLease copy() const;

  /// Keeps `tags` of `table` as well; a lease is of one table.
  void add(TagTable& table, std::span<const Tag> tags);

  [[nodiscard]] const std::vector<TagNode*>& nodes() const noexcept { return nodes_; }

 private:
  void release() noexcept;

  TagTable* table_ = nullptr;
  std::vector<TagNode*> nodes_;
};

/// The generations of tags. Bounded by what entries and loads refer to, and a number of tags that were invalidated
/// last: a tag without references is forgotten, and what it knew goes into `forgotten_`, which every tag that appears
/// later starts from. So a forgotten invalidation is never lost; at worst it reaches entries whose load began before it
/// and that it need not have reached. A forgotten expiry stays an expiry.
class TagTable {
 public:
  /// How many invalidated tags are kept in mind although nobody refers to them. A load that ends before so many others
  /// were invalidated learns exactly whether the tags that its value tells were among them.
  static constexpr std::size_t recent_tags = 1'000;

  [[nodiscard]] TagLease lease(std::span<const Tag> tags);

  /// The number of the last invalidation so far. A load that begins now has seen all data of before.
  [[nodiscard]] Sequence latest() const noexcept { return latest_.load(std::memory_order_acquire); }

  struct Verdict {
    Validity validity;
    Sequence latest;  ///< the number of the last invalidation that was looked at
  };

  /// What became of data whose load began at `stamp`, by the tags of `lease` and their prefixes.
  [[nodiscard]] Verdict judge(Sequence stamp, const TagLease& lease) const;

  /// The same for tags that nobody needs to have leased: of those not in the table it knows what it forgot.
  [[nodiscard]] Validity judge(Sequence stamp, std::span<const Tag> tags) const;

  /// One step: a reader sees all of it or nothing. When there is no memory for it, it throws and has done nothing.
  void invalidate(std::span<const Invalidation> invalidations);

  /// Moves everything at once: calls `mark` with the number of a new invalidation.
  template <class Mark>
  void move_all(const Mark& mark) {
    const std::unique_lock lock(mutex_);
    const Sequence number = latest() + 1;
    mark(number);
    latest_.store(number, std::memory_order_release);
  }

  /// How many tags are kept now.
  [[nodiscard]] std::size_t size() const;

 private:
  friend class TagLease;
  [[nodiscard]] TagNode* refer_to(std::string_view bytes);
  template <class Tagged>
  [[nodiscard]] std::vector<TagNode*> refer_to_all(std::span<const Tagged> all);
  void keep_in_mind(TagNode* invalidated) noexcept;
  [[nodiscard]] TagNode& node(std::string_view prefix, TagNode* parent);
  void retain(const std::vector<TagNode*>& nodes);
  void release(const std::vector<TagNode*>& nodes) noexcept;
  void drop_reference(TagNode* node) noexcept;
  [[nodiscard]] Validity judge(Sequence stamp, std::string_view tag_bytes) const;

  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string_view, std::unique_ptr<TagNode>> nodes_;
  std::atomic<Sequence> latest_ = 0;
  Moves forgotten_;
  std::array<TagNode*, recent_tags> recent_{};  ///< a ring
  std::size_t next_recent_ = 0;
};

}  // namespace tagcache::detail
