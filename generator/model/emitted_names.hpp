#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tagcache::generator {

/// The classes of a schema's cache: BlogCache has BlogTags and BlogSource.
struct ClassNames {
  std::string cache;
  std::string tags;
  std::string source;

  [[nodiscard]] std::vector<std::string> all() const { return {cache, tags, source}; }
};
[[nodiscard]] ClassNames class_names(std::string_view cache);

/// Names near to `cache` that give other classes, the nearest first.
[[nodiscard]] std::vector<std::string> other_cache_names(std::string_view cache);

/// `get_user` -> `GetUser`: the name of a class that describes the query, if it is free.
[[nodiscard]] std::string camel_case(std::string_view snake_case);

/// The part of the name of a tag's class that one segment gives: `Users`, and `ByUser` of a wild one.
[[nodiscard]] std::string tag_class_part(bool is_wild, std::string_view name);

/// In front of the name of an event, in that of its method.
inline constexpr std::string_view event_prefix = "on_";

/// What stands behind a name of a class that is not free.
inline constexpr std::string_view query_suffix = "Query";

}  // namespace tagcache::generator
