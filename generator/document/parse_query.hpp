#pragma once

#include "document/schema_document.hpp"
#include "document/schema_keys.hpp"
#include "document/yaml_tree.hpp"
#include "support/diagnostics.hpp"

/// The parts of a schema below `tags`, `ids`, `queries`, `mutations` and `defaults`. Each adds what it read to
/// `document`.
namespace tagcache::generator {

void parse_ids(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);
void parse_tags(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);
void parse_queries(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);
void parse_mutations(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);
void parse_defaults(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);

}  // namespace tagcache::generator
