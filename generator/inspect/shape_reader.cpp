#include "inspect/shape_reader.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>

#include <utility>

#include "inspect/standard_shape.hpp"
#include "inspect/type_name.hpp"

namespace tagcache::generator {
namespace {

std::string why_field_hides(const clang::FieldDecl& field) {
  const clang::QualType type = field.getType();
  if (field.getName().empty()) return "is a member without a name";
  if (field.getAccess() == clang::AS_private) return "is private";
  if (field.getAccess() == clang::AS_protected) return "is protected";
  if (type->isReferenceType()) return "is a reference, and what it refers to is elsewhere";
  if (type.isConstQualified()) return "is const, so it cannot be read back";
  if (type.isVolatileQualified()) return "is volatile";
  return "";
}

std::string why_base_hides(const clang::CXXBaseSpecifier& base) {
  if (base.getAccessSpecifier() == clang::AS_private) return "is a private base class";
  if (base.getAccessSpecifier() == clang::AS_protected) return "is a protected base class";
  if (base.isVirtual()) return "is a virtual base class";
  return "";
}

std::string why_nothing(clang::QualType type) {
  if (type->isAnyPointerType() || type->isMemberPointerType()) {
    return "a raw pointer does not say who owns what it points to; write the value, std::optional or std::unique_ptr";
  }
  if (type->isVoidType()) return "void has no values";
  if (type->isFunctionType()) return "functions cannot be written as bytes";
  if (type->isArrayType()) return "an array whose length is not known; write std::vector";
  if (type->isReferenceType()) return "a reference is no value of its own; write the type it refers to";
  return "it is no type that can be written as bytes";
}

}  // namespace

ShapeReader::ShapeReader(clang::Sema& sema, TypeShapes& shapes)
    : sema_(sema),
      context_(sema.getASTContext()),
      shapes_(shapes),
      places_(context_, shapes.headers),
      own_codecs_(sema) {}

std::string ShapeReader::read(clang::QualType type, clang::SourceLocation asked_from) {
  asked_from_ = asked_from;
  clang::Qualifiers dropped;
  const clang::QualType plain = context_.getUnqualifiedArrayType(type.getCanonicalType(), dropped);
  std::string name = canonical_name(plain, context_);
  // Known from here on, so that a type may be a part of itself.
  const auto [entry, is_new] = shapes_.by_name.try_emplace(name);
  if (is_new) describe(plain, entry->second);
  return name;
}

void ShapeReader::describe(clang::QualType type, TypeShape& shape) {
  shape.has_own_codec = own_codecs_.has(type);
  if (const auto* const enumeration = type->getAs<clang::EnumType>()) {
    describe_enumeration(*enumeration->getDecl(), shape);
  } else if (type->isArithmeticType()) {
    describe_number(type, shape);
  } else if (const auto* const array = context_.getAsConstantArrayType(type)) {
    shape.kind = ShapeKind::array;
    shape.detail = std::to_string(array->getSize().getZExtValue());
    shape.parts = {read(array->getElementType(), asked_from_)};
  } else if (clang::CXXRecordDecl* const record = type->getAsCXXRecordDecl()) {
    const std::string name = name_in_std(*record);
    if (!name.empty()) return describe_standard(*record, name, shape);
    shape.name = short_name(type, context_);
    shape.place = places_.place(record->getLocation());
    if (!sema_.isCompleteType(asked_from_, type)) {
      shape.problem = "it is declared but not defined; include the header that defines it";
      return;
    }
    describe_record(*record->getDefinition(), shape);
  } else {
    shape.problem = why_nothing(type);
  }
}

void ShapeReader::describe_number(clang::QualType type, TypeShape& shape) const {
  const std::uint64_t bits = context_.getTypeSize(type);
  if (type->isBooleanType()) {
    shape.kind = ShapeKind::boolean;
  } else if (type->isIntegerType() && bits <= 64) {
    shape.kind = ShapeKind::integer;
    shape.detail = (type->isSignedIntegerType() ? "i" : "u") + std::to_string(bits);
  } else if (context_.hasSameType(type, context_.FloatTy) || context_.hasSameType(type, context_.DoubleTy)) {
    shape.kind = ShapeKind::floating;
    shape.detail = "f" + std::to_string(bits);
  } else if (type->isRealFloatingType()) {
    shape.problem = "numbers of this kind are not the same on all machines; write double";
  } else {
    shape.problem = "it is wider than 64 bits; write a struct of two std::uint64_t";
  }
}

void ShapeReader::describe_enumeration(const clang::EnumDecl& enumeration, TypeShape& shape) {
  if (name_in_std(enumeration) == "byte") {
    shape.kind = ShapeKind::byte;
    return;
  }
  if (enumeration.getIntegerType().isNull()) {
    shape.problem = "it is declared but not defined; include the header that defines it";
    return;
  }
  describe_number(enumeration.getIntegerType(), shape);
  shape.kind = ShapeKind::enumeration;
  shape.name = short_name(context_.getTypeDeclType(&enumeration), context_);
  shape.place = places_.place(enumeration.getLocation());
  for (const clang::EnumConstantDecl* const each : enumeration.enumerators()) {
    llvm::SmallString<24> digits;
    each->getInitVal().toString(digits);
    shape.enumerators.push_back({each->getNameAsString(), std::string(digits.str())});
  }
}

void ShapeReader::describe_standard(const clang::CXXRecordDecl& record, const std::string& name, TypeShape& shape) {
  StandardShape standard = standard_shape(record, name, context_);
  shape.kind = standard.kind;
  shape.detail = std::move(standard.detail);
  shape.problem = std::move(standard.problem);
  for (const clang::QualType part : standard.parts) shape.parts.push_back(read(part, asked_from_));
}

void ShapeReader::describe_record(clang::CXXRecordDecl& record, TypeShape& shape) {
  shape.kind = ShapeKind::record;
  shape.problem = why_not_a_record(record);
  if (record.isUnion()) shape.detail = "union";
  describe_members(record, shape);
}

std::string ShapeReader::why_not_a_record(clang::CXXRecordDecl& record) const {
  if (record.isUnion()) return "nobody can know which member of a union is set; write std::variant";
  if (record.isLambda()) return "functions cannot be written as bytes";
  if (record.isPolymorphic()) return "it has virtual functions, so a value may be of any class that derives from it";
  if (std::string why = why_not_nameable(record); !why.empty()) return why;
  const clang::CXXConstructorDecl* const constructor = sema_.LookupDefaultConstructor(&record);
  if (constructor == nullptr || constructor->isDeleted() || constructor->getAccess() != clang::AS_public) {
    return "it cannot be made without arguments, and is read back by filling the members of a new one; give it a "
           "default constructor";
  }
  return "";
}

void ShapeReader::describe_members(const clang::CXXRecordDecl& record, TypeShape& shape) {
  for (const clang::CXXBaseSpecifier& base : record.bases()) {
    ShapeMember member;
    const clang::CXXRecordDecl* const declaration = base.getType()->getAsCXXRecordDecl();
    member.name = declaration->getNameAsString();
    member.place = places_.place(base.getBaseTypeLoc());
    member.is_public = base.getAccessSpecifier() == clang::AS_public;
    member.problem = why_base_hides(base);
    member.type = member.problem.empty() ? read(base.getType(), asked_from_) : canonical_name(base.getType(), context_);
    shape.bases.push_back(std::move(member));
  }
  for (const clang::FieldDecl* const field : record.fields()) {
    if (field->isBitField() && field->getName().empty()) continue;  // padding
    ShapeMember member;
    member.name = field->getNameAsString();
    member.place = places_.place(field->getLocation());
    member.is_bit_field = field->isBitField();
    member.is_public = field->getAccess() == clang::AS_public;
    member.problem = why_field_hides(*field);
    const bool is_const_value = member.is_public && field->getType().isConstQualified();
    member.type =
        member.problem.empty() || is_const_value ? read(field->getType(), asked_from_) : canonical_name(field->getType(), context_);
    shape.fields.push_back(std::move(member));
  }
}

}  // namespace tagcache::generator
