#pragma once

#include <clang/AST/DeclCXX.h>
#include <clang/Sema/Sema.h>

#include <string>

#include "inspect/header_places.hpp"
#include "inspect/own_codecs.hpp"
#include "inspect/type_shape.hpp"

namespace tagcache::generator {

/// Reads the shapes of types, and of all types that take part in them, into `shapes`.
class ShapeReader {
 public:
  ShapeReader(clang::Sema& sema, TypeShapes& shapes);

  /// Templates are instantiated as if `asked_from` needed them. Returns the canonical name of `type`.
  std::string read(clang::QualType type, clang::SourceLocation asked_from);

 private:
  void describe(clang::QualType type, TypeShape& shape);
  void describe_number(clang::QualType type, TypeShape& shape) const;
  void describe_enumeration(const clang::EnumDecl& enumeration, TypeShape& shape);
  void describe_standard(const clang::CXXRecordDecl& record, const std::string& name, TypeShape& shape);
  void describe_record(clang::CXXRecordDecl& record, TypeShape& shape);
  void describe_members(const clang::CXXRecordDecl& record, TypeShape& shape);
  /// Whether a field, or its type, cannot be encoded.
  [[nodiscard]] bool has_faulty_field(const TypeShape& record) const;

  clang::Sema& sema_;
  clang::ASTContext& context_;
  TypeShapes& shapes_;
  HeaderPlaces places_;
  OwnCodecs own_codecs_;
  clang::SourceLocation asked_from_;
};

}  // namespace tagcache::generator
