#pragma once

#include "document/schema_document.hpp"
#include "document/schema_keys.hpp"
#include "document/yaml_tree.hpp"
#include "support/diagnostics.hpp"

/// The parts of a schema that stand for others: `resources` and `events`. Each adds what it read to `document`.
namespace tagcache::generator {

void parse_resources(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);
void parse_events(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);

}  // namespace tagcache::generator
