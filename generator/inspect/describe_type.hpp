#pragma once

#include <clang/AST/Type.h>
#include <clang/Sema/Sema.h>

#include "inspect/type_catalog.hpp"

namespace tagcache::generator {

/// Copies what Clang knows of `type` into a value. Instantiates templates where that is needed to know, and says then
/// that `asked_from` asked for it.
[[nodiscard]] TypeFacts describe_type(clang::QualType type, clang::SourceLocation asked_from, clang::Sema& sema);

}  // namespace tagcache::generator
