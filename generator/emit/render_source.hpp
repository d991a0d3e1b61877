#pragma once

#include <string>

#include "emit/cpp_unit.hpp"

namespace tagcache::generator {

/// The source file of the unit, before its lines are wrapped.
[[nodiscard]] std::string source_text(const CppUnit& unit);

}  // namespace tagcache::generator
