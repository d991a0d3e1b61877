#pragma once

#include "inspect/inspect.hpp"

namespace tagcache::generator {

/// Stage 2 without reading headers: what the texts of the types say. The standard types that schemas use are known by
/// their names, with the sizes of 64-bit Linux. Of all other names nothing is known: they are not in the catalog, and
/// whether they are right is left to the C++ compiler.
[[nodiscard]] TypeCatalog declared_types(const MentionedTypes& mentioned, Diagnostics& diagnostics);

}  // namespace tagcache::generator
