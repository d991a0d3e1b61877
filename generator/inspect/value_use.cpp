#include "inspect/value_use.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/ExprCXX.h>

#include <set>

#include "inspect/standard_shape.hpp"
#include "inspect/type_name.hpp"

namespace tagcache::generator {
namespace {

/// Asks Clang about one type and what is in it.
class UseOfValue {
 public:
  UseOfValue(clang::SourceLocation asked_from, clang::Sema& sema)
      : asked_from_(asked_from), sema_(sema), context_(sema.getASTContext()) {}

  std::string why_not_moved(clang::QualType type);
  /// The part of `type` that has to be known to destroy a value of it, and is not; empty when all are known. Clang
  /// would only find this where the functions of the standard library are compiled.
  std::string undefined_part(clang::QualType type);
  bool is_copied(clang::QualType type);

 private:
  using Seen = std::set<const clang::Type*>;

  bool answers(clang::TypeTrait trait, llvm::ArrayRef<clang::QualType> types) {
    llvm::SmallVector<clang::TypeSourceInfo*, 2> asked;
    for (const clang::QualType type : types) asked.push_back(context_.getTrivialTypeSourceInfo(type, asked_from_));
    const clang::ExprResult answer = sema_.BuildTypeTrait(trait, asked_from_, asked, asked_from_);
    const auto* const value = answer.isUsable() ? llvm::dyn_cast<clang::TypeTraitExpr>(answer.get()) : nullptr;
    return value != nullptr && value->getValue();
  }

  /// Whether a value is made from `from` without a cast, as `return` does.
  bool is_made_from(clang::QualType type, clang::QualType from) {
    return answers(clang::TT_IsConstructible, {type, from}) && answers(clang::BTT_IsConvertibleTo, {from, type});
  }
  bool is_made_from_const(clang::QualType type) {
    return is_made_from(type, context_.getLValueReferenceType(type.withConst()));
  }
  bool is_made_from_old(clang::QualType type) { return is_made_from(type, context_.getRValueReferenceType(type)); }

  /// Types of which a value of `type` consists when nobody wrote down what the function `is_of_user` is to do.
  template <class WrittenByUser>
  std::vector<clang::QualType> parts(clang::QualType type, WrittenByUser written_by_user);
  std::string undefined_part(clang::QualType type, Seen& seen);
  bool is_copied(clang::QualType type, Seen& seen);
  std::string why_member_not_moved(const clang::CXXRecordDecl& record);

  clang::SourceLocation asked_from_;
  clang::Sema& sema_;
  clang::ASTContext& context_;
};

bool has_own_destructor(const clang::CXXRecordDecl& record) {
  const clang::CXXDestructorDecl* const destructor = record.getDestructor();
  return destructor != nullptr && destructor->isUserProvided();
}

bool has_own_copy(const clang::CXXRecordDecl& record) {
  for (const clang::CXXConstructorDecl* const each : record.ctors()) {
    if (each->isCopyConstructor() && each->isUserProvided()) return true;
  }
  return false;
}

template <class WrittenByUser>
std::vector<clang::QualType> UseOfValue::parts(clang::QualType type, WrittenByUser written_by_user) {
  if (const auto* const array = context_.getAsArrayType(type)) return {array->getElementType()};
  const clang::CXXRecordDecl* const record = type->getAsCXXRecordDecl();
  if (record == nullptr) return {};
  if (const std::string name = name_in_std(*record); !name.empty()) {
    return name == "shared_ptr" ? std::vector<clang::QualType>{} : standard_shape(*record, name, context_).parts;
  }
  if (record->isInStdNamespace() || written_by_user(*record)) return {};
  std::vector<clang::QualType> found;
  for (const clang::CXXBaseSpecifier& base : record->bases()) found.push_back(base.getType());
  for (const clang::FieldDecl* const field : record->fields()) found.push_back(field->getType());
  return found;
}

std::string UseOfValue::undefined_part(clang::QualType type) {
  Seen seen;
  return undefined_part(type, seen);
}

std::string UseOfValue::undefined_part(clang::QualType type, Seen& seen) {
  const clang::QualType plain = type.getCanonicalType().getUnqualifiedType();
  if (!seen.insert(plain.getTypePtr()).second || plain->isReferenceType()) return "";
  // Of arrays without a length their elements are.
  if (plain->isRecordType() && !sema_.isCompleteType(asked_from_, plain)) return canonical_name(plain, context_);
  for (const clang::QualType part : parts(plain, has_own_destructor)) {
    if (std::string found = undefined_part(part, seen); !found.empty()) return found;
  }
  return "";
}

bool UseOfValue::is_copied(clang::QualType type) {
  Seen seen;
  return !type->isArrayType() && is_copied(type, seen);
}

/// Containers claim to be copied whatever is in them.
bool UseOfValue::is_copied(clang::QualType type, Seen& seen) {
  const clang::QualType plain = type.getCanonicalType().getUnqualifiedType();
  if (!seen.insert(plain.getTypePtr()).second || plain->isReferenceType()) return true;
  if (plain->isRecordType() && !sema_.isCompleteType(asked_from_, plain)) return false;
  if (!plain->isArrayType() && !is_made_from_const(plain)) return false;
  for (const clang::QualType part : parts(plain, has_own_copy)) {
    if (!is_copied(part, seen)) return false;
  }
  return true;
}

std::string UseOfValue::why_not_moved(clang::QualType type) {
  const clang::CXXRecordDecl* const record = type->getAsCXXRecordDecl();
  if (record != nullptr && record->isAbstract())
    return "it is abstract, so only classes that derive from it have values";
  if (record != nullptr && record->hasFlexibleArrayMember()) return "it ends with an array that has no length";
  if (!answers(clang::UTT_IsDestructible, {type})) return "its destructor is deleted or not public";
  if (const std::string part = undefined_part(type); !part.empty()) {
    return "the '" + part + "' in it is declared but not defined";
  }
  if (is_made_from_old(type)) return "";
  if (record != nullptr && name_in_std(*record).empty()) {
    if (std::string why = why_member_not_moved(*record); !why.empty()) return why;
  }
  for (const clang::QualType part : parts(type, [](const clang::CXXRecordDecl&) { return true; })) {
    const bool is_object = part->isObjectType() && !part->isArrayType();
    if (is_object && !is_made_from_old(part))
      return "the '" + canonical_name(part, context_) + "' in it cannot be moved";
  }
  return is_made_from_const(type) ? "its move constructor is deleted or not public"
                                  : "it can be neither moved nor copied";
}

std::string UseOfValue::why_member_not_moved(const clang::CXXRecordDecl& record) {
  for (const clang::FieldDecl* const field : record.fields()) {
    const clang::QualType type = field->getType();
    if (!type->isObjectType() || type->isArrayType() || is_made_from_old(type)) continue;
    return "its member '" + field->getNameAsString() + "' can be neither moved nor copied";
  }
  return "";
}

std::string why_not_a_value(clang::QualType type) {
  if (type->isFunctionType()) return std::string(is_function);
  if (type->isAtomicType()) return "is _Atomic, which functions cannot give back";
  const bool is_named = type->isVoidType() || clang::isExternallyVisible(type->getLinkage());
  return is_named ? ""
                  : "means another type in each source file: it, or a part of it, has no name or stands in a namespace "
                    "without one";
}

std::string why_not_kept(clang::QualType type) {
  if (type->isAnyPointerType()) return "it only says where a value is, and a cache owns its values";
  const clang::CXXRecordDecl* const record = type->getAsCXXRecordDecl();
  const std::string name = record == nullptr ? "" : name_in_std(*record);
  const bool is_view = name == "basic_string_view" || name == "span" || name == "initializer_list";
  return is_view ? "it does not own what it shows, and a cache owns its values" : "";
}

}  // namespace

void describe_use(clang::QualType type, clang::SourceLocation asked_from, clang::Sema& sema, TypeFacts& facts) {
  const clang::QualType plain = type.getCanonicalType().getUnqualifiedType();
  facts.not_a_value = why_not_a_value(plain);
  const bool is_complete = plain->isObjectType() && sema.isCompleteType(asked_from, plain);
  if (!facts.not_a_value.empty() || !is_complete || plain->isArrayType()) return;
  UseOfValue use(asked_from, sema);
  facts.not_moved = use.why_not_moved(plain);
  facts.not_kept = why_not_kept(plain);
  facts.copyable = use.is_copied(plain);
  const bool is_owned = facts.not_moved.empty() && facts.copyable;
  if (is_owned || !facts.not_a_key.empty()) return;
  facts.not_a_key = facts.not_moved.empty() ? "it cannot be copied" : facts.not_moved;
  facts.not_an_id = facts.not_a_key;
}

}  // namespace tagcache::generator
