#pragma once

#include "document/yaml_tree.hpp"

namespace tagcache::generator {

/// Joins again what a comma inside `<...>` or `(...)` cut apart in a list or map in brackets: `[std::map<int, User>,
/// page]` has three items for YAML and two for its author. Joined items are marked with `cut_at_comma`, so that whoever
/// reads them can ask for quotes and go on with the text that was meant.
void join_cut_items(YamlNode& node);

}  // namespace tagcache::generator
