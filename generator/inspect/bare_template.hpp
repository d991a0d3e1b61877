#pragma once

#include <clang/AST/ASTContext.h>

#include <string>

namespace tagcache::generator {

/// `std::map<..., ...>` when `text` is the name of a template alone, as seen from inside of `name_space`; otherwise
/// empty. What Clang says of such a name depends on how often the library declares it.
[[nodiscard]] std::string with_arguments(const std::string& text, const std::string& name_space,
                                         clang::ASTContext& context);

}  // namespace tagcache::generator
