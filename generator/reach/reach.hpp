#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/cache_model.hpp"

/// Which entries an invalidation reaches: the one analysis behind `check`, `explain` and `diff`. An invalidation goes
/// down the tree of tags, never up.
namespace tagcache::generator {

/// What fills a wild segment of a tag that an entry carries: an argument of the query by its index, or nothing when
/// the id is known only when the query has run or to the caller.
using Filling = std::optional<std::size_t>;

/// A tag that the entries of a query carry. `fillings[i]` fills the i-th wild segment from the root.
struct CarriedTag {
  std::size_t query = 0;
  std::size_t node = 0;
  std::vector<Filling> fillings;
  std::vector<std::string> paths = {};  ///< for each filling; `result.*.id` where the value of the query fills it
  bool is_below = false;                ///< as in FilledTag
};

/// A tag that a mutation invalidates, with all below it; `position` is its index in Mutation::invalidates.
struct InvalidatedTag {
  std::size_t mutation = 0;
  std::size_t position = 0;
  std::size_t node = 0;
  std::vector<std::size_t> arguments;  ///< of the mutation, one for each wild segment
};

/// How a carried tag is reached. An exact invalidation reaches what is `at` the tag only.
enum class ReachKind { at, below };

struct ReachedTag {
  std::size_t carried = 0;  ///< index into ReachMap::carried
  ReachKind kind = ReachKind::at;
};

/// A tag that some query carries.
struct CarriedNode {
  std::size_t node = 0;
  std::span<const std::size_t> carried;  ///< indices into ReachMap::carried, in their order; never empty
};

/// All tags that are carried and all that are invalidated, in the order of the schema, and where they stand in the
/// tree: what is at or below a tag is found without looking at the others.
class ReachMap {
 public:
  explicit ReachMap(const CacheModel& model);
  ReachMap(const ReachMap&) = delete;
  ReachMap& operator=(const ReachMap&) = delete;

  [[nodiscard]] const std::vector<CarriedTag>& carried() const noexcept { return carried_; }
  [[nodiscard]] const std::vector<InvalidatedTag>& invalidated() const noexcept { return invalidated_; }

  [[nodiscard]] std::span<const CarriedTag> carried_by(std::size_t query) const;
  [[nodiscard]] std::span<const InvalidatedTag> invalidated_by(std::size_t mutation) const;

  /// Whether `node` is `ancestor` or stands below it.
  [[nodiscard]] bool is_at_or_below(std::size_t node, std::size_t ancestor) const;

  /// The tags at or below `node` that queries carry: from the top of the tree down, branch by branch.
  [[nodiscard]] std::span<const CarriedNode> carried_nodes_below(std::size_t node) const;

  [[nodiscard]] bool any_carried_at_or_below(std::size_t node) const { return !carried_nodes_below(node).empty(); }
  [[nodiscard]] bool any_invalidated_at_or_below(std::size_t node) const;

  /// Those that are invalidated exactly at `node`, as indices into `invalidated`.
  [[nodiscard]] std::span<const std::size_t> invalidated_at(std::size_t node) const;

  /// What an invalidation of the tag at `node` reaches, whatever fills its wild segments; in the order of `carried`.
  [[nodiscard]] std::vector<ReachedTag> reached_by(std::size_t node) const;

  /// Whether the entry of `query` with `arguments[i]` as its i-th argument is reached by `invalidated`.
  /// Where a filling is not known it may be, and counts.
  [[nodiscard]] bool reaches_entry(const InvalidatedTag& invalidated, std::size_t query,
                                   const std::vector<PassedValue>& arguments) const;

 private:
  /// A tag and all below it, as places in a walk of the tree that visits each tag before those below.
  struct Subtree {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  [[nodiscard]] std::span<const std::size_t> invalidated_within(std::size_t begin, std::size_t end) const;
  void place_nodes(const CacheModel& model);
  void place_tags();

  std::vector<CarriedTag> carried_;
  std::vector<InvalidatedTag> invalidated_;
  std::vector<std::size_t> first_carried_;      ///< of each query; one more at the end
  std::vector<std::size_t> first_invalidated_;  ///< of each mutation; one more at the end
  std::vector<Subtree> subtrees_;               ///< by node
  std::vector<std::size_t> carried_in_walk_;    ///< by place, then by index
  std::vector<CarriedNode> carried_nodes_;      ///< by place
  std::vector<std::size_t> invalidated_in_walk_;
};

/// Whether an invalidation of `invalidated` takes all entries that carry `node`, which may be an intersection.
[[nodiscard]] bool covers(const CacheModel& model, const ReachMap& map, std::size_t invalidated, std::size_t node);

/// Number of wild segments from the root to `node`.
[[nodiscard]] std::size_t wild_count(const CacheModel& model, std::size_t node);

/// `users(user).posts` as the query or mutation fills it.
[[nodiscard]] std::string text_of(const CacheModel& model, const CarriedTag& tag);
[[nodiscard]] std::string text_of(const CacheModel& model, const InvalidatedTag& tag);

/// `list_posts(user, page)`; and as a mutation warms it, `list_posts(user, 50)`.
[[nodiscard]] std::string call_text(const std::string& name, const std::vector<Argument>& arguments);
[[nodiscard]] std::string call_text(const CacheModel& model, const Mutation& mutation, const Recache& recache);

}  // namespace tagcache::generator
