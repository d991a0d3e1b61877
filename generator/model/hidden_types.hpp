#pragma once

#include <string>
#include <vector>

#include "document/schema_document.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Reports names of methods and of tag segments that stand without `::` in a type which the same generated class
/// spells: in the class the name would mean the member, and `post post(PostId)` is no C++.
void refuse_names_that_hide_types(const SchemaDocument& document, const std::vector<Text>& types,
                                  Diagnostics& diagnostics);

/// The same for the classes that come with `cache`.
void refuse_classes_that_hide_types(const Text& cache, const std::vector<std::string>& classes,
                                    const std::vector<Text>& types, Diagnostics& diagnostics);

}  // namespace tagcache::generator
