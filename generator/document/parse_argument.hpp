#pragma once

#include <vector>

#include "document/schema_document.hpp"
#include "document/schema_keys.hpp"
#include "document/yaml_tree.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Reads `[user, page: int]`. What is malformed is reported and left out; then the result is false.
[[nodiscard]] bool parse_arguments(const SchemaKey& key, const YamlNode& node, std::vector<WrittenArgument>& arguments,
                                   Diagnostics& diagnostics);

}  // namespace tagcache::generator
