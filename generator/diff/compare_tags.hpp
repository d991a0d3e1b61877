#pragma once

#include <string>
#include <vector>

#include "model/cache_model.hpp"

namespace tagcache::generator {

/// Tags that `before` has and `after` has not, as `before` writes them; of a part of the tree that is gone its top
/// only.
[[nodiscard]] std::vector<std::string> tags_that_are_gone(const CacheModel& before, const CacheModel& after);

/// A segment of which one of the two has changed: its name in C++, or its text in the store.
struct TagRenaming {
  std::string before;
  std::string after;
  bool is_text = false;
};
[[nodiscard]] std::vector<TagRenaming> tags_renamed(const CacheModel& before, const CacheModel& after);

/// A wild segment that is there in both, and takes another C++ type.
struct TagFilling {
  std::string tag;
  std::string before;
  std::string after;
};
[[nodiscard]] std::vector<TagFilling> tags_filled_otherwise(const CacheModel& before, const CacheModel& after);

}  // namespace tagcache::generator
