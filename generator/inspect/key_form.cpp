#include "inspect/key_form.hpp"

#include "inspect/type_name.hpp"

namespace tagcache::generator {
namespace {

std::string digits_of(const llvm::APSInt& number) {
  llvm::SmallString<24> digits;
  number.toString(digits);
  return std::string(digits.str());
}

std::string form_of_enumeration(const clang::EnumDecl& enumeration, const clang::ASTContext& context) {
  if (name_in_std(enumeration) == "byte") return "byte";
  if (enumeration.getIntegerType().isNull()) return "";
  std::string list;
  for (const clang::EnumConstantDecl* const each : enumeration.enumerators()) {
    list += (list.empty() ? "" : ",") + each->getNameAsString() + '=' + digits_of(each->getInitVal());
  }
  return "enum " + form_of_number(enumeration.getIntegerType(), context) + '(' + list + ')';
}

/// `1/1000` of a specialisation of std::ratio.
std::string form_of_ratio(clang::QualType type) {
  const auto* const special = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(type->getAsRecordDecl());
  if (special == nullptr || special->getTemplateArgs().size() != 2) return "";
  return digits_of(special->getTemplateArgs()[0].getAsIntegral()) + '/' +
         digits_of(special->getTemplateArgs()[1].getAsIntegral());
}

}  // namespace

std::string form_of_number(clang::QualType type, const clang::ASTContext& context) {
  if (const auto* const enumeration = type->getAs<clang::EnumType>()) {
    return form_of_enumeration(*enumeration->getDecl(), context);
  }
  if (type->isBooleanType()) return "bool";
  return (type->isSignedIntegerType() ? "i" : "u") + std::to_string(context.getTypeSize(type));
}

std::string form_of_duration(const clang::ClassTemplateSpecializationDecl& duration, const clang::ASTContext& context) {
  const clang::QualType count = duration.getTemplateArgs()[0].getAsType();
  const std::string number = count->isIntegralOrEnumerationType() ? form_of_number(count, context) : "";
  return number + ' ' + form_of_ratio(duration.getTemplateArgs()[1].getAsType());
}

}  // namespace tagcache::generator
