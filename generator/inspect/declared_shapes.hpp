#pragma once

#include <string>

#include "inspect/type_shape.hpp"

namespace tagcache::generator {

/// Adds the shape of a type that is known by its name alone, and those of its parts: numbers, std::string, and
/// templates of the standard library over such types. Gives its name in `shapes`; empty when the type, or a part of it,
/// is not known.
[[nodiscard]] std::string add_declared_shape(const std::string& tidy_type, TypeShapes& shapes);

}  // namespace tagcache::generator
