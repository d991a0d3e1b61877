#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/cache_model.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// What is to be explained: all of a schema, or one tag, query or mutation of it.
struct Topic {
  enum class Kind { schema, tag, query, mutation };
  Kind kind = Kind::schema;
  std::size_t index = 0;  ///< into CacheModel::tags, queries or mutations
};

/// The topic that `words` name: `users(user)`, `get_user`, `rename_user`. What stands in the brackets of a tag does not
/// matter, so that `users(42)` is one too, and so is `users(42) & posts(7)` where the schema declares it. A query has
/// the name of its method for several values, too, and an event that of the schema and that of its method. Nothing, and
/// an error, when the schema has no such thing. A name that is both a tag and a method is the tag; `get_user()` is the
/// method.
[[nodiscard]] std::optional<Topic> find_topic(const CacheModel& model, const std::string& words,
                                              Diagnostics& diagnostics);

}  // namespace tagcache::generator
