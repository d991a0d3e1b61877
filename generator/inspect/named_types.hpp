#pragma once

#include "inspect/inspect.hpp"

namespace tagcache::generator {

/// What the schema alone says about the types that it mentions, for commands that look at headers only if they can:
/// each text is a type that may be a key, and two texts are one type when they differ in blanks only.
[[nodiscard]] TypeCatalog named_types(const MentionedTypes& mentioned);

}  // namespace tagcache::generator
