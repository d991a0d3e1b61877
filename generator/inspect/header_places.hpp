#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/Basic/SourceLocation.h>

#include <map>
#include <memory>
#include <vector>

#include "support/source_file.hpp"

namespace tagcache::generator {

/// Turns places in Clang's memory into places in files that outlive it.
class HeaderPlaces {
 public:
  HeaderPlaces(const clang::ASTContext& context, std::vector<std::shared_ptr<const SourceFile>>& headers)
      : context_(context), headers_(headers) {}

  /// The word at `location`; what comes from a macro is where the macro is used. No file for what is in none.
  [[nodiscard]] SourceRange place(clang::SourceLocation location);

 private:
  [[nodiscard]] const SourceFile* file(clang::FileID id);

  const clang::ASTContext& context_;
  std::vector<std::shared_ptr<const SourceFile>>& headers_;
  std::map<clang::FileID, const SourceFile*> known_;
};

}  // namespace tagcache::generator
