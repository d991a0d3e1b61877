#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>

#include <string>

namespace tagcache::generator {

/// TypeFacts::key_form of an integer, a bool or an enumeration: `i32`, `bool`, `enum u8(new=0,old=1)`.
[[nodiscard]] std::string form_of_number(clang::QualType type, const clang::ASTContext& context);

/// The count and the unit of a specialisation of std::chrono::duration: `i64 1/1000`.
[[nodiscard]] std::string form_of_duration(const clang::ClassTemplateSpecializationDecl& duration,
                                           const clang::ASTContext& context);

}  // namespace tagcache::generator
