#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "explain/topic.hpp"
#include "model/cache_model.hpp"
#include "reach/reach.hpp"

namespace tagcache::generator {

/// A query or mutation beside a tag.
struct TagUser {
  std::string call;       ///< `list_posts(user, page)`
  bool concerned = true;  ///< it has to do with the topic
};

/// A line of the tag tree: one tag with all that carries or invalidates exactly it.
struct TagRow {
  std::size_t node = 0;
  std::string label;               ///< the last segment: `users`, `.posts`, `(user)`
  std::string type;                ///< C++ type of a wild segment; of a fixed one its text, when that is not its name
  std::vector<bool> more;          ///< for each level above, from the root on, and its own: whether a sibling follows
  std::vector<TagUser> queries;    ///< that carry it
  std::vector<TagUser> mutations;  ///< that invalidate it, and so all below it
  bool concerned = true;
};

/// The tree from top to bottom, the root left out.
[[nodiscard]] std::vector<TagRow> tag_rows(const CacheModel& model, const ReachMap& reach, const Topic& topic);

}  // namespace tagcache::generator
