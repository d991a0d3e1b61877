#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inspect/type_catalog.hpp"

namespace tagcache::generator {

/// The text of a type with the blanks that C++ needs and no others: `std::map<int,unsigned long>`.
[[nodiscard]] std::string tidy_type(std::string_view text);

/// What is known of a type by its name alone, see declared_types; `type` is tidy. Empty when nothing is.
[[nodiscard]] std::optional<TypeFacts> declared_facts(const std::string& type);

}  // namespace tagcache::generator
