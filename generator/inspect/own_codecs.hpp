#pragma once

#include <clang/AST/DeclTemplate.h>
#include <clang/Sema/Sema.h>

namespace tagcache::generator {

/// The specialisations of tagcache::Codec that stand in the user's headers. Those of tagcache itself are left out.
class OwnCodecs {
 public:
  explicit OwnCodecs(clang::Sema& sema);

  /// Whether one of them, explicit or partial, is for `type`. Instantiates nothing.
  [[nodiscard]] bool has(clang::QualType type) const;

 private:
  [[nodiscard]] bool is_of_tagcache(clang::SourceLocation location) const;
  [[nodiscard]] bool matches(clang::ClassTemplatePartialSpecializationDecl& partial, clang::QualType type) const;

  clang::Sema& sema_;
  clang::ClassTemplateDecl* codec_ = nullptr;  ///< null: no header declares it
  std::string folder_;                         ///< of tagcache's own headers; empty when they were not read
};

}  // namespace tagcache::generator
