#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "document/schema_keys.hpp"
#include "document/yaml_tree.hpp"

/// Takes values out of the YAML tree and reports where its shape is not the one that was asked for.
namespace tagcache::generator {

/// The text of `node`; nothing, and an error, when it holds something else. Text that YAML cut at a comma is an error
/// too and comes back whole.
[[nodiscard]] std::optional<Text> text_of(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics);

/// The same, for callers that have a better message for a comma in the text.
[[nodiscard]] std::optional<Text> text_with_commas(const YamlNode& node, const Wanted& wanted,
                                                   Diagnostics& diagnostics);

/// The same for text that may have several lines.
[[nodiscard]] std::optional<Text> prose_of(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics);

/// Whether `node` is a list; an error when it is not.
[[nodiscard]] bool is_list(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics);

/// Whether `node` is a map; an error when it is not.
[[nodiscard]] bool is_map(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics);

/// Whether a key is left alone wherever it stands: `x-...`.
[[nodiscard]] bool is_extension(std::string_view key);

/// What reads the value of one key of a map.
struct KeyReader {
  std::string_view name;
  std::function<void(const SchemaKey& key, const YamlEntry& entry)> read;
};

/// Reads the entries of `map`, which may have the keys of `kind`. There is a reader for each of them but those that
/// hold anything. Unknown and doubled keys are errors; `owner` names the map in them: `the query get_user`.
void read_keys(const YamlNode& map, std::string_view owner, KeyedMap kind, std::span<const KeyReader> readers,
               Diagnostics& diagnostics);

}  // namespace tagcache::generator
