#include "inspect/shape_reader.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>

#include <algorithm>
#include <utility>

#include "inspect/standard_shape.hpp"
#include "inspect/type_name.hpp"

namespace tagcache::generator {
namespace {

std::string why_field_hides(const clang::FieldDecl& field, const clang::ASTContext& context) {
  const clang::QualType type = context.getBaseElementType(field.getType());
  if (field.getName().empty()) return "it has no name";
  if (field.getAccess() == clang::AS_private) return "it is private";
  if (field.getAccess() == clang::AS_protected) return "it is protected";
  if (field.isBitField()) return "it is a bit-field, which cannot be pointed to; write it without its width";
  if (type->isReferenceType()) return "it is a reference, and what it refers to is elsewhere; write the value";
  if (type.isConstQualified()) return "it is const, so it cannot be read back";
  if (type.isVolatileQualified()) return "it is volatile";
  return "";
}

std::string why_base_hides(const clang::CXXBaseSpecifier& base) {
  if (base.getAccessSpecifier() == clang::AS_private) return "it is a private base class";
  if (base.getAccessSpecifier() == clang::AS_protected) return "it is a protected base class";
  if (base.isVirtual()) return "it is a virtual base class";
  return "";
}

std::string why_nothing(clang::QualType type) {
  if (type->isAnyPointerType() || type->isMemberPointerType()) {
    return "it is a raw pointer, which does not say who owns what it points to; write the value, std::optional or "
           "std::unique_ptr";
  }
  if (type->isVoidType()) return "it is void";
  if (type->isFunctionType()) return "it is a function, which cannot be written as bytes";
  if (type->isArrayType()) return "it is an array without a length; write std::vector";
  if (type->isReferenceType()) return "it is a reference, and what it refers to is elsewhere; write the value";
  return "it is of no type that can be written as bytes";
}

std::string why_not_a_record(const clang::CXXRecordDecl& record) {
  if (record.isUnion()) return "it is a union, and nobody can know which member is set; write std::variant";
  if (record.isLambda()) return "it is a function, which cannot be written as bytes";
  if (record.isPolymorphic()) return "it has virtual functions, and only plain structs get a codec by themselves";
  if (std::string why = why_not_nameable(record); !why.empty()) return why;
  return "";
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
    shape.name = "array";
    shape.detail = std::to_string(array->getSize().getZExtValue());
    shape.parts = {read(array->getElementType(), asked_from_)};
  } else if (clang::CXXRecordDecl* const record = type->getAsCXXRecordDecl()) {
    const std::string name = name_in_std(*record);
    if (!name.empty()) return describe_standard(*record, name, shape);
    if (why_not_nameable(*record).empty()) shape.name = short_name(type, context_);
    shape.may_get_codec = true;
    shape.place = places_.place(record->getLocation());
    if (!sema_.isCompleteType(asked_from_, type)) {
      shape.problem = "it is declared but not defined; include the header that defines it";
      shape.not_behind_pointer = "what it points to is declared but not defined; include the header that defines it";
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
    shape.problem = "it is a number that is not the same on all machines; write double";
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
  if (why_not_nameable(enumeration).empty() && !enumeration.isInStdNamespace()) {
    shape.name = short_name(context_.getTypeDeclType(&enumeration), context_);
  }
  shape.may_get_codec = true;
  shape.place = places_.place(enumeration.getLocation());
  shape.is_deprecated = enumeration.isDeprecated();
  for (const clang::EnumConstantDecl* const each : enumeration.enumerators()) {
    shape.is_deprecated |= each->isDeprecated();
    llvm::SmallString<24> digits;
    each->getInitVal().toString(digits);
    shape.enumerators.push_back({each->getNameAsString(), std::string(digits.str())});
  }
}

void ShapeReader::describe_standard(const clang::CXXRecordDecl& record, const std::string& name, TypeShape& shape) {
  StandardShape standard = standard_shape(record, name, context_);
  shape.kind = standard.kind;
  shape.name = name;
  shape.may_get_codec = standard.may_get_codec;
  shape.detail = std::move(standard.detail);
  shape.problem = std::move(standard.problem);
  for (const clang::QualType part : standard.parts) shape.parts.push_back(read(part, asked_from_));
}

void ShapeReader::describe_record(clang::CXXRecordDecl& record, TypeShape& shape) {
  shape.kind = ShapeKind::record;
  shape.problem = why_not_a_record(record);
  if (record.isUnion()) shape.detail = "union";
  if (record.isPolymorphic() && !record.isEffectivelyFinal()) {
    shape.not_behind_pointer =
        "what it points to may be of any class that derives from '" + record.getNameAsString() + '\'';
  }
  const clang::CXXConstructorDecl* const constructor = sema_.LookupDefaultConstructor(&record);
  const bool is_usable =
      constructor != nullptr && !constructor->isDeleted() && constructor->getAccess() == clang::AS_public;
  const bool lacks_constructor = shape.problem.empty() && !is_usable;
  if (lacks_constructor) {
    // Codecs of the user fill a new value too.
    shape.problem = "it has no public default constructor, and is read back by filling a new one; give it one";
    shape.has_own_codec = false;
    shape.may_get_codec = false;
  }
  describe_members(record, shape);
  // A member that cannot be encoded may be why there is none, and is what has to change.
  const bool follows_from_members = lacks_constructor && constructor != nullptr && constructor->isDefaulted();
  if (follows_from_members && has_faulty_field(shape)) shape.problem = "";
}

bool ShapeReader::has_faulty_field(const TypeShape& record) const {
  return std::any_of(record.fields.begin(), record.fields.end(), [&](const ShapeMember& field) {
    const TypeShape* const type = shapes_.find(field.type);
    return !field.problem.empty() || (type != nullptr && !type->problem.empty() && !type->has_own_codec);
  });
}

void ShapeReader::describe_members(const clang::CXXRecordDecl& record, TypeShape& shape) {
  shape.is_deprecated = record.isDeprecated();
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
    shape.is_deprecated |= field->isDeprecated();
    member.name = field->getNameAsString();
    member.place = places_.place(field->getLocation());
    member.is_public = field->getAccess() == clang::AS_public;
    member.problem = why_field_hides(*field, context_);
    const bool is_const_value = member.is_public && field->getType().isConstQualified();
    member.type = member.problem.empty() || is_const_value ? read(field->getType(), asked_from_)
                                                           : canonical_name(field->getType(), context_);
    shape.fields.push_back(std::move(member));
  }
}

}  // namespace tagcache::generator
