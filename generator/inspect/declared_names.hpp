#pragma once

#include <clang/AST/ASTContext.h>

#include "inspect/header_places.hpp"
#include "inspect/inspect.hpp"
#include "inspect/type_catalog.hpp"

namespace clang {
class Sema;
}

namespace tagcache::generator {

/// Looks `mentioned.names` up in the namespace of the schema. What only an enclosing namespace has is not in the way.
void read_declared_names(clang::ASTContext& context, const MentionedTypes& mentioned, TypeCatalog& catalog);

/// Finds the namespaces in which the schema finds `mentioned.captured`, from its own to the outermost.
void read_name_spaces(clang::Sema& sema, const MentionedTypes& mentioned, TypeCatalog& catalog);

/// Finds out which of MentionedTypes::written are macros, where all has been read. A macro of the name of a class
/// counts as declared.
void read_macros(clang::Sema& sema, const MentionedTypes& mentioned, TypeCatalog& catalog);

}  // namespace tagcache::generator
