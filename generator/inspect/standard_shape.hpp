#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>

#include <string>
#include <string_view>
#include <vector>

#include "inspect/type_shape.hpp"

namespace tagcache::generator {

/// A class of the standard library, with the types of its parts still as Clang has them.
struct StandardShape {
  ShapeKind kind = ShapeKind::opaque;
  std::vector<clang::QualType> parts;
  std::string detail;
  std::string problem;
  bool may_get_codec = false;
};

/// What is known of `record`, which stands in namespace std as `name` (see name_in_std).
[[nodiscard]] StandardShape standard_shape(const clang::CXXRecordDecl& record, std::string_view name,
                                           const clang::ASTContext& context);

}  // namespace tagcache::generator
