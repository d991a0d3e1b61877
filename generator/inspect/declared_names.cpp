#include "inspect/declared_names.hpp"

#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace tagcache::generator {
namespace {

clang::DeclarationName name_of(clang::ASTContext& context, const std::string& text) {
  return {&context.Idents.get(text)};
}

/// The namespace `path`; null when headers do not open it.
const clang::DeclContext* find_namespace(clang::ASTContext& context, std::string_view path) {
  const clang::DeclContext* scope = context.getTranslationUnitDecl();
  while (scope != nullptr && !path.empty()) {
    const std::size_t end = std::min(path.find("::"), path.size());
    const clang::DeclContext* inner = nullptr;
    for (const clang::NamedDecl* const found : scope->lookup(name_of(context, std::string(path.substr(0, end))))) {
      if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(found)) inner = space;
    }
    scope = inner;
    path.remove_prefix(std::min(end + 2, path.size()));
  }
  return scope;
}

bool is_only_announced(const clang::NamedDecl& declaration) {
  const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(&declaration);
  return record != nullptr && !record->hasDefinition();
}

}  // namespace

void read_declared_names(clang::ASTContext& context, const MentionedTypes& mentioned, TypeCatalog& catalog) {
  const clang::DeclContext* const scope = find_namespace(context, mentioned.name_space);
  if (scope == nullptr) return;
  HeaderPlaces places(context, catalog.shapes.headers);
  for (const std::string& name : mentioned.names) {
    for (const clang::NamedDecl* const found : scope->lookup(name_of(context, name))) {
      if (found->getLocation().isInvalid()) continue;
      catalog.declared[name] = {places.place(found->getLocation()), is_only_announced(*found)};
      break;
    }
  }
}

}  // namespace tagcache::generator
