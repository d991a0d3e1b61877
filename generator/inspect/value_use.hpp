#pragma once

#include <clang/AST/Type.h>
#include <clang/Sema/Sema.h>

#include <string>

#include "inspect/type_catalog.hpp"

namespace tagcache::generator {

/// Fills in what generated functions can do with values of `type`: name it, give it back, keep it, copy it. Clang
/// itself decides, so that all rules of C++ are kept; `asked_from` is where it says that it was asked. The rest of
/// `facts` is known already: what cannot be owned cannot be part of a key.
void describe_use(clang::QualType type, clang::SourceLocation asked_from, clang::Sema& sema, TypeFacts& facts);

}  // namespace tagcache::generator
