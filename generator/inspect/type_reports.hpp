#pragma once

#include <string>

#include "inspect/inspect.hpp"

/// Messages about types that do not depend on how much is known of the headers.
namespace tagcache::generator {

/// The headers of a schema, for `expected:`.
[[nodiscard]] std::string listed_headers(const std::vector<Text>& headers);

/// Texts that cannot be types, whatever the headers say.
void report_foreign_texts(const MentionedTypes& mentioned, Diagnostics& diagnostics);

/// Types that no function can take or give back. They leave the catalog: what else is wrong with them is no news.
void report_unusable_types(const MentionedTypes& mentioned, TypeCatalog& catalog, Diagnostics& diagnostics);

}  // namespace tagcache::generator
