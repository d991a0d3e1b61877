#include "inspect/declared_types.hpp"
#include "inspect/inspect.hpp"

namespace tagcache::generator {

/// Takes the place of inspect.cpp in a generator that is built without Clang.
std::optional<TypeCatalog> inspect(const MentionedTypes& mentioned, const CompileSettings&, Diagnostics& diagnostics) {
  return declared_types(mentioned, diagnostics);
}

}  // namespace tagcache::generator
