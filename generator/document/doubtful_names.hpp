#pragma once

#include <set>
#include <string>

#include "document/schema_document.hpp"
#include "document/yaml_tree.hpp"

namespace tagcache::generator {

/// All names in a part of a schema that is not shaped as it should be.
void add_names_in(const YamlNode& node, std::set<std::string>& names);

/// The names that `resource`, which is malformed, was most likely meant to declare.
[[nodiscard]] std::set<std::string> names_meant_by(const WrittenResource& resource);

}  // namespace tagcache::generator
