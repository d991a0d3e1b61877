#pragma once

#include <clang/AST/Type.h>
#include <clang/Sema/Sema.h>

#include "inspect/type_catalog.hpp"

namespace tagcache::generator {

/// Copies what Clang knows of `type` into a value. Instantiates templates where that is needed to know.
[[nodiscard]] TypeFacts describe_type(clang::QualType type, clang::Sema& sema);

}  // namespace tagcache::generator
