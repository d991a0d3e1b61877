#include "inspect/declared_names.hpp"

#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Sema/Lookup.h>
#include <clang/Sema/Sema.h>

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

/// `a::b` -> `a` -> the outermost, which has no name.
std::string_view outside_of(std::string_view path) {
  const std::size_t end = path.rfind("::");
  return path.substr(0, end == std::string_view::npos ? 0 : end);
}

/// Whether `scope::name` means something, by way of a using directive too.
bool has_name(clang::Sema& sema, const clang::DeclContext* scope, const std::string& name) {
  if (scope == nullptr) return false;
  clang::LookupResult result(sema, name_of(sema.getASTContext(), name), clang::SourceLocation(),
                             clang::Sema::LookupOrdinaryName);
  result.suppressDiagnostics();
  return sema.LookupQualifiedName(result, const_cast<clang::DeclContext*>(scope));
}

bool is_only_announced(const clang::NamedDecl& declaration) {
  const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(&declaration);
  return record != nullptr && !record->hasDefinition();
}

}  // namespace

void read_macros(clang::Sema& sema, const MentionedTypes& mentioned, TypeCatalog& catalog) {
  const clang::Preprocessor& preprocessor = sema.getPreprocessor();
  HeaderPlaces places(sema.getASTContext(), catalog.shapes.headers);
  const auto macro = [&](const std::string& name) -> const clang::MacroInfo* {
    const clang::IdentifierInfo* const identifier = preprocessor.getIdentifierInfo(name);
    return identifier->hasMacroDefinition() ? preprocessor.getMacroInfo(identifier) : nullptr;
  };
  for (const std::string& name : mentioned.written) {
    const clang::MacroInfo* const found = macro(name);
    if (found == nullptr || catalog.macros.contains(name)) continue;
    catalog.macros[name] = {places.place(found->getDefinitionLoc()), found->isFunctionLike()};
  }
  for (const std::string& name : mentioned.names) {
    const clang::MacroInfo* const found = macro(name);
    if (found != nullptr) catalog.declared[name] = {places.place(found->getDefinitionLoc())};
  }
}

void read_name_spaces(clang::Sema& sema, const MentionedTypes& mentioned, TypeCatalog& catalog) {
  clang::ASTContext& context = sema.getASTContext();
  for (const std::string& name : mentioned.captured) {
    std::string_view path = mentioned.name_space;
    for (bool is_outermost = false; !is_outermost; path = outside_of(path)) {
      is_outermost = path.empty();
      if (!has_name(sema, find_namespace(context, path), name)) continue;
      catalog.name_spaces.emplace(name, path);
      break;
    }
  }
}

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
