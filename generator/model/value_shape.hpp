#pragma once

#include <string>
#include <vector>

#include "inspect/type_shape.hpp"

namespace tagcache::generator {

/// The fields of a record in the order in which they are written: those of its base classes first, and theirs.
[[nodiscard]] std::vector<const ShapeMember*> all_fields(const TypeShape& record, const TypeShapes& shapes);

/// What the values of a type look like as bytes, in one line: `{id:u64,tags:sequence(text)}`. A record that was written
/// out further left is `#` and its number, counted from 0. Two types with the same text have the same bytes for the
/// same values, as long as the codecs that the user wrote do: these are `own(acme::Money)`. It tells apart what the
/// fingerprints of codecs do.
struct ValueShape {
  std::string text;
  std::vector<std::string> own_codecs;  ///< types with a codec of the user, canonical, each once
};
[[nodiscard]] ValueShape value_shape(const std::string& type, const TypeShapes& shapes);

/// Whether a value of the type may hold values of the same type, however deep.
[[nodiscard]] bool contains_itself(const std::string& type, const TypeShapes& shapes);

}  // namespace tagcache::generator
