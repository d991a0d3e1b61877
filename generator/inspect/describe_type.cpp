#include "inspect/describe_type.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>

#include <algorithm>
#include <string_view>

#include "inspect/type_name.hpp"

namespace tagcache::generator {
namespace {

constexpr int deepest_record = 16;

TypeFacts describe(clang::QualType type, clang::Sema& sema, int depth);

/// A type known by name or shape, taken apart by its members: the record without the names of std.
const clang::ClassTemplateSpecializationDecl* std_template(const clang::RecordDecl& record, std::string_view name) {
  const auto* special = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(&record);
  if (special == nullptr || !special->isInStdNamespace() || special->getIdentifier() == nullptr) return nullptr;
  const llvm::StringRef found = special->getName();
  return std::string_view(found.data(), found.size()) == name ? special : nullptr;
}

bool is_text(const clang::RecordDecl& record, const clang::ASTContext& context) {
  const auto* text = std_template(record, "basic_string");
  return text != nullptr && context.hasSameType(text->getTemplateArgs()[0].getAsType(), context.CharTy) &&
         std_template(*text->getTemplateArgs()[2].getAsType()->getAsRecordDecl(), "allocator") != nullptr;
}

bool is_number(clang::QualType type) { return type->isIntegralOrEnumerationType(); }

bool has_copy_constructor(clang::CXXRecordDecl& record, clang::Sema& sema) {
  sema.ForceDeclarationOfImplicitMembers(&record);
  return std::any_of(record.ctor_begin(), record.ctor_end(), [](const clang::CXXConstructorDecl* constructor) {
    return constructor->isCopyConstructor() && !constructor->isDeleted() &&
           constructor->getAccess() == clang::AS_public;
  });
}

std::string why_field_hides(const clang::FieldDecl& field) {
  const std::string name = field.getNameAsString();
  if (name.empty()) return "it has a member without a name";
  if (field.getAccess() != clang::AS_public) return "its member '" + name + "' is not public";
  if (field.isBitField()) return "its member '" + name + "' is a bit-field";
  if (field.getType()->isReferenceType()) return "its member '" + name + "' is a reference";
  return "";
}

/// Why the members of a record are not its whole value.
std::string why_not_plain(const clang::CXXRecordDecl& record) {
  if (std_template(record, "basic_string_view") != nullptr) return "it does not own its text; write std::string";
  if (record.isInStdNamespace()) return "it is a class of the standard library whose value has no public members";
  if (record.isUnion()) return "it is a union";
  if (record.getNumBases() > 0) return "it has a base class";
  for (const clang::FieldDecl* const field : record.fields()) {
    if (std::string why = why_field_hides(*field); !why.empty()) return why;
  }
  return record.field_empty() ? "it has no members" : "";
}

void describe_fields(const clang::CXXRecordDecl& record, clang::Sema& sema, int depth, TypeFacts& facts) {
  for (const clang::FieldDecl* const field : record.fields()) {
    Field described{field->getNameAsString(), describe(field->getType(), sema, depth + 1)};
    if (facts.not_a_key.empty() && !described.type.not_a_key.empty()) {
      facts.not_a_key = "its member '" + described.name + "' cannot be part of one: " + described.type.not_a_key;
    }
    facts.fields.push_back(std::move(described));
  }
}

void describe_record(clang::CXXRecordDecl& record, clang::Sema& sema, int depth, TypeFacts& facts) {
  const clang::ASTContext& context = sema.getASTContext();
  facts.copyable = has_copy_constructor(record, sema);
  if (is_text(record, context)) {
    facts.kind = TypeKind::string;
    return;
  }
  if (const auto* array = std_template(record, "array")) {
    const clang::QualType element = array->getTemplateArgs()[0].getAsType();
    facts.kind = TypeKind::byte_array;
    if (is_number(element) && array->getTemplateArgs()[1].getAsIntegral().getZExtValue() > 0) return;
    facts.kind = TypeKind::other;
    facts.not_a_key = "only arrays of integers or bytes can be";
    return;
  }
  facts.kind = TypeKind::record;
  facts.not_a_key = why_not_plain(record);
  if (facts.not_a_key.empty() && depth >= deepest_record) facts.not_a_key = "it is nested too deeply";
  if (!facts.not_a_key.empty()) return;
  describe_fields(record, sema, depth, facts);
}

void describe_array(const clang::ConstantArrayType& array, clang::Sema& sema, TypeFacts& facts) {
  const clang::QualType element = array.getElementType();
  facts.copyable = false;
  facts.kind = TypeKind::byte_array;
  if (sema.getASTContext().hasSameUnqualifiedType(element, sema.getASTContext().CharTy)) {
    facts.kind = TypeKind::other;
    facts.not_a_key = "an array of char may end before its last element; write std::string";
  } else if (!is_number(element)) {
    facts.kind = TypeKind::other;
    facts.not_a_key = "only arrays of integers or bytes can be";
  }
}

std::string why_other(clang::QualType type) {
  if (type->isVoidType()) return "void has no values";
  if (type->isReferenceType()) return "a reference is no value of its own; write the type it refers to";
  if (type->isAnyPointerType() || type->isMemberPointerType()) {
    return "a pointer says where a value is, not what it is; write the type it points to";
  }
  return "it has no parts from which a key can be made";
}

void describe_number(clang::QualType type, const clang::ASTContext& context, TypeFacts& facts) {
  facts.kind = type->isBooleanType() ? TypeKind::boolean : TypeKind::integral;
  if (type->isEnumeralType()) facts.kind = TypeKind::enumeration;
  if (context.getTypeSize(type) > 64) facts.not_a_key = "it is wider than 64 bits; write a struct of two std::uint64_t";
}

TypeFacts describe(clang::QualType type, clang::Sema& sema, int depth) {
  clang::ASTContext& context = sema.getASTContext();
  const clang::QualType canonical = type.getCanonicalType().getUnqualifiedType();
  TypeFacts facts;
  facts.canonical = canonical_name(type, context);
  const bool complete = !canonical->isVoidType() && sema.isCompleteType(clang::SourceLocation(), canonical);
  facts.copyable = complete;
  if (complete && !canonical->isReferenceType()) {
    facts.size_bytes = static_cast<std::uint64_t>(context.getTypeSizeInChars(canonical).getQuantity());
    facts.trivially_copyable = canonical.isTriviallyCopyableType(context);
    facts.literal = canonical->isLiteralType(context);
  }
  if (is_number(canonical) && complete) {
    describe_number(canonical, context, facts);
  } else if (canonical->isFloatingType()) {
    facts.kind = TypeKind::floating;
    facts.not_a_key =
        "equal floating point numbers may be written in several ways, and NaN equals nothing; write an "
        "integer of a small unit (cents, microseconds)";
  } else if (const auto* array = context.getAsConstantArrayType(canonical)) {
    describe_array(*array, sema, facts);
  } else if (clang::CXXRecordDecl* const record = canonical->getAsCXXRecordDecl(); record != nullptr && complete) {
    describe_record(*record->getDefinition(), sema, depth, facts);
  } else {
    facts.not_a_key = why_other(canonical);
  }
  return facts;
}

}  // namespace

TypeFacts describe_type(clang::QualType type, clang::Sema& sema) { return describe(type, sema, 0); }

}  // namespace tagcache::generator
