#include "inspect/describe_type.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>

#include <algorithm>
#include <string_view>

#include "inspect/key_form.hpp"
#include "inspect/type_name.hpp"
#include "inspect/value_use.hpp"

namespace tagcache::generator {
namespace {

constexpr int deepest_record = 16;

/// The records around a type, innermost first.
struct Around {
  const clang::CXXRecordDecl* record;
  const Around* next;
};

TypeFacts describe(clang::QualType type, clang::Sema& sema, const Around* around);

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

/// What is wrong with `inner` is wrong with what it is in; `where` it is there.
void refuse_with(TypeFacts& facts, const TypeFacts& inner, const std::string& where) {
  const auto refuse = [&](std::string& own, const std::string& reason) {
    if (own.empty() && !reason.empty()) own = where + " cannot be part of one: " + reason;
  };
  refuse(facts.not_a_key, inner.not_a_key);
  refuse(facts.not_an_id, inner.not_an_id);
}

void describe_fields(const clang::CXXRecordDecl& record, clang::Sema& sema, const Around* around, TypeFacts& facts) {
  const Around inside{&record, around};
  for (const clang::FieldDecl* const field : record.fields()) {
    Field described{field->getNameAsString(), describe(field->getType(), sema, &inside)};
    refuse_with(facts, described.type, "its member '" + described.name + '\'');
    facts.fields.push_back(std::move(described));
  }
}

/// Generated code says how such a struct becomes a key, and has to name it for that.
std::string why_not_named(clang::QualType type) {
  const clang::CXXRecordDecl* const record = type->getAsCXXRecordDecl();
  if (record == nullptr) return "";
  const bool hidden = record->getAccess() == clang::AS_private || record->getAccess() == clang::AS_protected;
  return record->hasNameForLinkage() && !hidden ? "" : "its type has no name that others can use";
}

void describe_held(clang::QualType type, clang::Sema& sema, const Around* around, TypeFacts& facts) {
  TypeFacts inner = describe(type, sema, around);
  if (inner.kind == TypeKind::record && inner.not_a_key.empty()) {
    inner.not_a_key = why_not_named(type.getCanonicalType());
    if (!inner.not_a_key.empty()) inner.not_an_id = inner.not_a_key;
  }
  refuse_with(facts, inner, "the '" + inner.canonical + "' in it");
  facts.copyable = facts.copyable && inner.copyable;
  facts.held.push_back(std::move(inner));
}

/// False: the record is no holder.
bool describe_holder(const clang::CXXRecordDecl& record, clang::Sema& sema, const Around* around, TypeFacts& facts) {
  if (const auto* one = std_template(record, "optional")) {
    facts.key_form = "optional";
    describe_held(one->getTemplateArgs()[0].getAsType(), sema, around, facts);
    if (facts.not_an_id.empty()) facts.not_an_id = "an id names one thing, and an optional may hold none";
  } else if (const auto* list = std_template(record, "vector")) {
    facts.key_form = "vector";
    describe_held(list->getTemplateArgs()[0].getAsType(), sema, around, facts);
    if (facts.not_an_id.empty()) facts.not_an_id = "an id names one thing, and a vector may hold many";
  } else if (const auto* array = std_template(record, "array")) {
    const clang::QualType element = array->getTemplateArgs()[0].getAsType();
    const std::uint64_t count = array->getTemplateArgs()[1].getAsIntegral().getZExtValue();
    if (count == 0) facts.not_a_key = "it has no elements";
    facts.key_form = "array " + std::to_string(count);
    describe_held(element, sema, around, facts);
    if (is_number(element)) {
      facts.kind = TypeKind::byte_array;
      facts.key_form += '(' + facts.held.front().key_form + ')';
      facts.held.clear();
      return true;
    }
  } else if (const auto* pair = std_template(record, "pair")) {
    facts.key_form = "tuple";
    for (const auto& argument : pair->getTemplateArgs().asArray()) {
      describe_held(argument.getAsType(), sema, around, facts);
    }
  } else if (const auto* tuple = std_template(record, "tuple")) {
    facts.key_form = "tuple";
    for (const auto& argument : tuple->getTemplateArgs()[0].pack_elements()) {
      describe_held(argument.getAsType(), sema, around, facts);
    }
    if (facts.held.empty()) facts.not_a_key = "it has no elements";
  } else {
    return false;
  }
  facts.kind = TypeKind::holder;
  return true;
}

const clang::ClassTemplateSpecializationDecl* chrono_template(const clang::CXXRecordDecl& record,
                                                              std::string_view name) {
  const auto* special = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(&record);
  const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(record.getDeclContext());
  if (special == nullptr || space == nullptr || space->getName() != "chrono") return nullptr;
  if (!space->getParent()->isStdNamespace() || special->getName() != llvm::StringRef(name)) return nullptr;
  return special;
}

/// False: the record is no duration and no instant.
bool describe_time(const clang::CXXRecordDecl& record, const clang::ASTContext& context, TypeFacts& facts) {
  const auto* duration = chrono_template(record, "duration");
  const auto* instant = chrono_template(record, "time_point");
  if (instant != nullptr) {
    const clang::CXXRecordDecl* const clock = instant->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl();
    if (clock == nullptr || clock->getName() != "system_clock") {
      facts.not_a_key = "its clock means nothing to another process; write a std::chrono::sys_time";
    }
    const auto* of_instant = instant->getTemplateArgs()[1].getAsType()->getAsCXXRecordDecl();
    if (of_instant != nullptr) duration = chrono_template(*of_instant, "duration");
  }
  if (duration == nullptr) return false;
  facts.kind = TypeKind::time;
  facts.key_form = (instant != nullptr ? "instant " : "duration ") + form_of_duration(*duration, context);
  if (facts.not_a_key.empty() && !duration->getTemplateArgs()[0].getAsType()->isIntegralOrEnumerationType()) {
    facts.not_a_key = "its count is a floating point number; write a unit that counts in integers";
  }
  return true;
}

std::string why_too_deep(const clang::CXXRecordDecl& record, const Around* around) {
  int depth = 0;
  for (; around != nullptr; around = around->next) {
    if (around->record == &record) return "it contains itself";
    ++depth;
  }
  return depth < deepest_record ? "" : "it is nested too deeply";
}

void describe_record(clang::CXXRecordDecl& record, clang::Sema& sema, const Around* around, TypeFacts& facts) {
  facts.copyable = has_copy_constructor(record, sema);
  if (is_text(record, sema.getASTContext())) {
    facts.kind = TypeKind::string;
    facts.key_form = "text";
    return;
  }
  if (describe_holder(record, sema, around, facts) || describe_time(record, sema.getASTContext(), facts)) {
    return;
  }
  facts.kind = TypeKind::record;
  facts.not_a_key = why_not_plain(record);
  if (facts.not_a_key.empty()) facts.not_a_key = why_too_deep(record, around);
  if (facts.not_a_key.empty()) describe_fields(record, sema, around, facts);
}

void describe_array(const clang::ConstantArrayType& array, clang::Sema& sema, TypeFacts& facts) {
  const clang::QualType element = array.getElementType();
  facts.copyable = false;
  facts.kind = TypeKind::byte_array;
  facts.key_form = "array " + std::to_string(array.getSize().getZExtValue());
  if (is_number(element)) facts.key_form += '(' + form_of_number(element, sema.getASTContext()) + ')';
  if (sema.getASTContext().hasSameUnqualifiedType(element, sema.getASTContext().CharTy)) {
    facts.kind = TypeKind::other;
    facts.not_a_key = "an array of char may end before its last element; write std::string";
  } else if (!is_number(element)) {
    facts.kind = TypeKind::other;
    facts.not_a_key = "only arrays of integers or bytes can be; write std::array";
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
  facts.key_form = form_of_number(type, context);
  if (const auto* const enumeration = type->getAs<clang::EnumType>()) {
    facts.kind = TypeKind::enumeration;
    for (const clang::EnumConstantDecl* const each : enumeration->getDecl()->enumerators()) {
      facts.enumerators.push_back(each->getNameAsString());
    }
  }
  if (context.getTypeSize(type) > 64) facts.not_a_key = "it is wider than 64 bits; write a struct of two std::uint64_t";
}

TypeFacts describe(clang::QualType type, clang::Sema& sema, const Around* around) {
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
    describe_record(*record->getDefinition(), sema, around, facts);
  } else {
    facts.not_a_key = why_other(canonical);
  }
  if (!facts.not_a_key.empty()) facts.not_an_id = facts.not_a_key;
  return facts;
}

}  // namespace

TypeFacts describe_type(clang::QualType type, clang::SourceLocation asked_from, clang::Sema& sema) {
  TypeFacts facts = describe(type, sema, nullptr);
  describe_use(type, asked_from, sema, facts);
  return facts;
}

}  // namespace tagcache::generator
