#pragma once

#include <vector>

#include "document/schema_document.hpp"
#include "document/schema_keys.hpp"
#include "document/shape.hpp"
#include "document/yaml_tree.hpp"
#include "support/diagnostics.hpp"

/// The parts of a schema below `tags`, `intersections`, `ids`, `queries` and `mutations`. Each adds what it
/// read to `document`.
namespace tagcache::generator {

void parse_ids(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);
void parse_tags(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);
void parse_intersections(const SchemaKey& key, const YamlNode& node, SchemaDocument& document,
                         Diagnostics& diagnostics);
void parse_queries(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);
void parse_mutations(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);

/// A query while it is read: readers of its keys, and what they have found.
struct QueryReading {
  WrittenQuery query;
  bool complete = true;
  bool has_returns = false;
  bool has_any = false;  ///< any key at all, `doc` left out

  /// `this` must live as long as they.
  [[nodiscard]] std::vector<KeyReader> readers(Diagnostics& diagnostics);
};

/// `key` is that of the map in which they stand; it says which keys they have.
[[nodiscard]] WrittenQuery parse_query(const SchemaKey& key, const YamlEntry& written, Diagnostics& diagnostics);
[[nodiscard]] WrittenMutation parse_mutation(const SchemaKey& key, const YamlEntry& written, Diagnostics& diagnostics);

}  // namespace tagcache::generator
