#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Type.h>

#include <string>

namespace tagcache::generator {

/// The spelling of `type` with all aliases resolved and all namespaces written; equal spellings are equal types.
[[nodiscard]] std::string canonical_name(clang::QualType type, const clang::ASTContext& context);

/// `chrono::duration` for what stands in namespace std, inline namespaces left out; empty for everything else.
[[nodiscard]] std::string name_in_std(const clang::NamedDecl& declaration);

/// `Page<Post>` for `blog::Page<blog::Post>`: the class and those around it, without the namespaces around them.
[[nodiscard]] std::string short_name(clang::QualType type, const clang::ASTContext& context);

/// Why no other file can write the name of this class; empty when one can.
[[nodiscard]] std::string why_not_nameable(const clang::TagDecl& declaration);

}  // namespace tagcache::generator
