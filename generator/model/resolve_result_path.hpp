#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "document/schema_document.hpp"
#include "model/cache_model.hpp"
#include "model/resolve_context.hpp"

namespace tagcache::generator {

/// A path into the value of a query, as a tag below tags_from_result has it.
struct WrittenResultPath {
  const WrittenSegment& segment;
  std::string value;    ///< type of the value, as the query names it
  const Id& id;         ///< what the path is to end at
  std::string pattern;  ///< of the tag, for messages: `users(user)`
  /// The whole tag with another path in its place, for cures.
  std::function<std::string(const std::string& path)> rewritten;
};

/// Follows a path through the shapes of types. Optionals and pointers on the way are looked into. What does not fit is
/// reported at its place in the schema, with the place in the header; types that inspect knows nothing about are
/// silent, since inspect has reported why.
[[nodiscard]] std::optional<std::vector<ResultStep>> resolve_result_path(const WrittenResultPath& path,
                                                                         const ResolveContext& context);

}  // namespace tagcache::generator
