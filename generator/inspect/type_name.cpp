#include "inspect/type_name.hpp"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/PrettyPrinter.h>

namespace tagcache::generator {
namespace {

bool has_value_as_argument(const clang::ClassTemplateSpecializationDecl& special) {
  for (const clang::TemplateArgument& argument : special.getTemplateArgs().asArray()) {
    const auto kind = argument.getKind();
    const bool plain = kind == clang::TemplateArgument::Type || kind == clang::TemplateArgument::Integral ||
                       kind == clang::TemplateArgument::Template || kind == clang::TemplateArgument::Pack;
    if (!plain) return true;
  }
  return false;
}

}  // namespace

std::string canonical_name(clang::QualType type, const clang::ASTContext& context) {
  clang::PrintingPolicy policy(context.getLangOpts());
  policy.SuppressTagKeyword = true;
  policy.FullyQualifiedName = true;
  return type.getCanonicalType().getAsString(policy);
}

std::string name_in_std(const clang::NamedDecl& declaration) {
  std::string name = declaration.getNameAsString();
  const clang::DeclContext* around = declaration.getDeclContext();
  for (; around != nullptr && !around->isTranslationUnit(); around = around->getParent()) {
    const auto* name_space = llvm::dyn_cast<clang::NamespaceDecl>(around);
    if (name_space != nullptr && name_space->isInline()) continue;
    const auto* named = llvm::dyn_cast<clang::NamedDecl>(around);
    if (named == nullptr) continue;
    if (name_space != nullptr && around->isStdNamespace()) return name;
    name = named->getNameAsString() + "::" + name;
  }
  return "";
}

std::string short_name(clang::QualType type, const clang::ASTContext& context) {
  clang::PrintingPolicy policy(context.getLangOpts());
  policy.SuppressTagKeyword = true;
  policy.SuppressScope = true;
  std::string name = type.getCanonicalType().getAsString(policy);
  const clang::TagDecl* const declaration = type->getAsTagDecl();
  const clang::DeclContext* around = declaration == nullptr ? nullptr : declaration->getDeclContext();
  for (; around != nullptr && around->isRecord(); around = around->getParent()) {
    name = llvm::cast<clang::RecordDecl>(around)->getNameAsString() + "::" + name;
  }
  return name;
}

std::string why_not_nameable(const clang::TagDecl& declaration) {
  if (!declaration.hasNameForLinkage()) return "it has no name; give it one";
  if (declaration.isInAnonymousNamespace()) {
    return "it stands in a namespace without a name, which is another one in each source file";
  }
  if (declaration.getParentFunctionOrMethod() != nullptr) return "it is defined inside a function";
  for (const clang::DeclContext* at = &declaration; at != nullptr && at->isRecord(); at = at->getParent()) {
    const auto* const record = llvm::cast<clang::TagDecl>(at);
    if (record->getAccess() == clang::AS_private || record->getAccess() == clang::AS_protected) {
      return "the class is not public where it is defined";
    }
    const auto* const special = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    if (special != nullptr && has_value_as_argument(*special)) {
      return "a template argument of it is a value without a name";
    }
  }
  return "";
}

}  // namespace tagcache::generator
