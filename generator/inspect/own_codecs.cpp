#include "inspect/own_codecs.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Sema/TemplateDeduction.h>

#include <string_view>

namespace tagcache::generator {
namespace {

constexpr std::string_view codec_header = "tagcache/codec.hpp";

template <class Wanted>
Wanted* declared(clang::DeclContext& scope, const char* name, clang::ASTContext& context) {
  for (clang::NamedDecl* const found : scope.lookup(&context.Idents.get(name))) {
    if (auto* const wanted = llvm::dyn_cast<Wanted>(found)) return wanted;
  }
  return nullptr;
}

std::string path_of(clang::SourceLocation location, const clang::SourceManager& sources) {
  return sources.getFilename(sources.getFileLoc(location)).str();
}

}  // namespace

OwnCodecs::OwnCodecs(clang::Sema& sema) : sema_(sema) {
  clang::ASTContext& context = sema.getASTContext();
  auto* const name_space = declared<clang::NamespaceDecl>(*context.getTranslationUnitDecl(), "tagcache", context);
  if (name_space != nullptr) codec_ = declared<clang::ClassTemplateDecl>(*name_space, "Codec", context);
  if (codec_ == nullptr) return;
  for (const clang::RedeclarableTemplateDecl* const each : codec_->redecls()) {
    const std::string path = path_of(each->getLocation(), sema.getSourceManager());
    if (path.ends_with(codec_header)) folder_ = path.substr(0, path.size() - std::string_view("codec.hpp").size());
  }
}

bool OwnCodecs::has(clang::QualType type) const {
  if (codec_ == nullptr) return false;
  const clang::ASTContext& context = sema_.getASTContext();
  for (const clang::ClassTemplateSpecializationDecl* const special : codec_->specializations()) {
    const bool is_explicit = special->getSpecializationKind() == clang::TSK_ExplicitSpecialization;
    if (!is_explicit || is_of_tagcache(special->getLocation())) continue;
    const clang::TemplateArgument& argument = special->getTemplateArgs()[0];
    const bool is_type = argument.getKind() == clang::TemplateArgument::Type;
    if (is_type && context.hasSameType(argument.getAsType(), type)) return true;
  }
  llvm::SmallVector<clang::ClassTemplatePartialSpecializationDecl*, 16> partials;
  codec_->getPartialSpecializations(partials);
  for (clang::ClassTemplatePartialSpecializationDecl* const partial : partials) {
    if (!is_of_tagcache(partial->getLocation()) && matches(*partial, type)) return true;
  }
  return false;
}

bool OwnCodecs::is_of_tagcache(clang::SourceLocation location) const {
  return !folder_.empty() && path_of(location, sema_.getSourceManager()).starts_with(folder_);
}

bool OwnCodecs::matches(clang::ClassTemplatePartialSpecializationDecl& partial, clang::QualType type) const {
  const clang::TemplateArgument argument(type.getCanonicalType());
  clang::sema::TemplateDeductionInfo info(partial.getLocation());
#if LLVM_VERSION_MAJOR >= 19
  const auto result = sema_.DeduceTemplateArguments(&partial, argument, info);
#else
  const clang::TemplateArgumentList arguments(clang::TemplateArgumentList::OnStack, argument);
  const auto result = sema_.DeduceTemplateArguments(&partial, arguments, info);
#endif
  // Success is the first of an enumeration whose name differs between releases of Clang.
  return static_cast<int>(result) == 0;
}

}  // namespace tagcache::generator
