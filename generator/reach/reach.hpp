#pragma once

#include <cstddef>
#include <optional>
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

/// All tags that are carried and all that are invalidated, in the order of the schema.
struct ReachMap {
  std::vector<CarriedTag> carried;
  std::vector<InvalidatedTag> invalidated;

  [[nodiscard]] bool any_carried_at_or_below(const CacheModel& model, std::size_t node) const;
  [[nodiscard]] bool any_invalidated_at_or_below(const CacheModel& model, std::size_t node) const;
};

[[nodiscard]] ReachMap reach_map(const CacheModel& model);

/// Whether `node` is `ancestor` or stands below it.
[[nodiscard]] bool is_at_or_below(const CacheModel& model, std::size_t node, std::size_t ancestor);

/// What an invalidation of the tag at `node` reaches, whatever fills its wild segments.
[[nodiscard]] std::vector<ReachedTag> reached_by(const CacheModel& model, const ReachMap& map, std::size_t node);

/// Whether the entry of `query` with `arguments[i]` as its i-th argument is reached by `invalidated`.
/// Where a filling is not known it may be, and counts.
[[nodiscard]] bool reaches_entry(const CacheModel& model, const ReachMap& map, const InvalidatedTag& invalidated,
                                 std::size_t query, const std::vector<PassedValue>& arguments);

/// Whether an invalidation of `invalidated` takes all entries that carry `node`, which may be an intersection.
[[nodiscard]] bool covers(const CacheModel& model, std::size_t invalidated, std::size_t node);

/// Number of wild segments from the root to `node`.
[[nodiscard]] std::size_t wild_count(const CacheModel& model, std::size_t node);

/// `users(user).posts` as the query or mutation fills it.
[[nodiscard]] std::string text_of(const CacheModel& model, const CarriedTag& tag);
[[nodiscard]] std::string text_of(const CacheModel& model, const InvalidatedTag& tag);

/// `list_posts(user, page)`; and as a mutation warms it, `list_posts(user, 50)`.
[[nodiscard]] std::string call_text(const std::string& name, const std::vector<Argument>& arguments);
[[nodiscard]] std::string call_text(const CacheModel& model, const Mutation& mutation, const Recache& recache);

}  // namespace tagcache::generator
