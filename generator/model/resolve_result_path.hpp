#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "document/schema_document.hpp"
#include "model/cache_model.hpp"
#include "model/resolve_context.hpp"

namespace tagcache::generator {

/// A path into the value of a query, as a tag below tags_from_result has it, or cache_if.
struct WrittenResultPath {
  const WrittenSegment& segment;
  std::string value;        ///< type of the value, as the query names it
  std::string wanted;       ///< canonical type that the path is to end at; empty: reported as unknown elsewhere
  std::string wanted_text;  ///< the same for messages, as the schema has it
  std::string taker;        ///< who wants it, for messages: `'users(user)' takes the id ...`
  /// What the schema would have with another path in place of this one, for cures.
  std::function<std::string(const std::string& path)> rewritten;
  bool is_condition = false;  ///< one value only, and it may also be an optional or a pointer
};

/// Follows a path through the shapes of types. Optionals and pointers on the way are looked into. What does not fit is
/// reported at its place in the schema, with the place in the header; types that inspect knows nothing about are
/// silent, since inspect has reported why.
[[nodiscard]] std::optional<std::vector<ResultStep>> resolve_result_path(const WrittenResultPath& path,
                                                                         const ResolveContext& context);

/// The part of the value of a query that cache_if names.
[[nodiscard]] std::optional<ResultCondition> resolve_cache_if(const WrittenSegment& path, const Text& value,
                                                              const ResolveContext& context);

}  // namespace tagcache::generator
