#pragma once

#include <optional>
#include <string>

#include "explain/topic.hpp"
#include "model/cache_model.hpp"

/// What `tagcache explain` says: which queries carry a tag, which mutations invalidate it, and so who reaches whom.
/// The same model and topic give the same bytes.
namespace tagcache::generator {

/// For people, in columns. With `colours` it has the escape sequences of a terminal in it.
[[nodiscard]] std::string explain_as_text(const CacheModel& model, const Topic& topic, bool colours);

/// For programs; docs/commands.md has the fields, which are stable.
[[nodiscard]] std::string explain_as_json(const CacheModel& model, const Topic& topic);

/// A picture of the tag tree, with queries and mutations beside their tags. What has nothing to do with the topic is
/// pale. It has a background of its own, and colours for light and for dark surroundings.
[[nodiscard]] std::string explain_as_svg(const CacheModel& model, const Topic& topic);

}  // namespace tagcache::generator
