#include "inspect/bare_template.hpp"

#include <clang/AST/DeclTemplate.h>

#include <algorithm>
#include <string_view>

namespace tagcache::generator {
namespace {

/// What `path` names inside of `scope`; null when nothing is called so, or several things are.
const clang::NamedDecl* find(const clang::DeclContext& scope, std::string_view path, clang::ASTContext& context) {
  const std::size_t end = std::min(path.find("::"), path.size());
  const clang::DeclarationName name(&context.Idents.get(llvm::StringRef(path.data(), end)));
  for (const clang::NamedDecl* const each : scope.lookup(name)) {
    const clang::NamedDecl* const found = each->getUnderlyingDecl();
    if (end == path.size()) return found;
    const auto* const inner = llvm::dyn_cast<clang::DeclContext>(found);
    if (inner != nullptr) return find(*inner, path.substr(end + 2), context);
  }
  return nullptr;
}

/// The same, from inside of a namespace to the outermost.
const clang::NamedDecl* find_from(std::string_view name_space, std::string_view path, clang::ASTContext& context) {
  const clang::DeclContext& outermost = *context.getTranslationUnitDecl();
  if (path.starts_with("::")) return find(outermost, path.substr(2), context);
  while (!name_space.empty()) {
    const auto* const scope = llvm::dyn_cast_or_null<clang::DeclContext>(find(outermost, name_space, context));
    const clang::NamedDecl* const found = scope == nullptr ? nullptr : find(*scope, path, context);
    if (found != nullptr) return found;
    const std::size_t end = name_space.rfind("::");
    name_space = name_space.substr(0, end == std::string_view::npos ? 0 : end);
  }
  return find(outermost, path, context);
}

bool is_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '_' || letter == ':';
  });
}

}  // namespace

std::string with_arguments(const std::string& text, const std::string& name_space, clang::ASTContext& context) {
  if (!is_name(text)) return "";
  const auto* const found = llvm::dyn_cast_or_null<clang::TemplateDecl>(find_from(name_space, text, context));
  const bool is_of_types = found != nullptr && (llvm::isa<clang::ClassTemplateDecl>(found) ||
                                                llvm::isa<clang::TypeAliasTemplateDecl>(found));
  if (!is_of_types) return "";
  const unsigned needed = std::max(1U, found->getTemplateParameters()->getMinRequiredArguments());
  std::string arguments = "...";
  for (unsigned count = 1; count < needed; ++count) arguments += ", ...";
  return text + '<' + arguments + '>';
}

}  // namespace tagcache::generator
