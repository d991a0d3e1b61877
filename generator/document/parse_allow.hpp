#pragma once

#include <vector>

#include "document/schema_document.hpp"
#include "document/schema_keys.hpp"
#include "document/yaml_tree.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Reads `[unused-id, unused-tag(config)]`. In a query or mutation a rule stands alone, as the place says what it is
/// about. Names of rules that do not exist are reported and left out.
void parse_allow(const SchemaKey& key, const YamlNode& node, std::vector<WrittenAllow>& allowed,
                 Diagnostics& diagnostics);

}  // namespace tagcache::generator
