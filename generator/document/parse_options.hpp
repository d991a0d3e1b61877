#pragma once

#include <optional>
#include <vector>

#include "document/schema_document.hpp"
#include "document/shape.hpp"

namespace tagcache::generator {

/// Readers of all options, into `options`, which must live as long as they. What is not of the right shape, or none of
/// the words that a key allows, is reported and left out.
[[nodiscard]] std::vector<KeyReader> option_readers(WrittenOptions& options, Diagnostics& diagnostics);

/// The values of `defaults` and of `durations`; what was read goes into `document`.
void parse_defaults(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);
void parse_durations(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics);

/// One of the words of `key`, `on` or `off` when it is a toggle; nothing, and an error, when it is another.
[[nodiscard]] std::optional<Text> word_of(const SchemaKey& key, const Wanted& wanted, const YamlNode& node,
                                          Diagnostics& diagnostics);

}  // namespace tagcache::generator
