#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/type_shape.hpp"

/// What a path into a value needs to know of types.
namespace tagcache::generator {

/// A type on the way of a path. The elements of maps have a shape and no name of their own.
struct PathType {
  std::string canonical;  ///< without const; empty for elements of maps
  TypeShape shape;        ///< opaque for types that were not looked at
};

[[nodiscard]] PathType path_type(const TypeShapes& shapes, std::string canonical);

/// Whether `.*` goes through its elements.
[[nodiscard]] bool is_container(const TypeShape& shape);

/// Whether a path looks through it: it holds one value or none.
[[nodiscard]] bool is_holder(const TypeShape& shape);

/// What a container gives for `.*`, or a holder when it holds something.
[[nodiscard]] PathType inner_type(const TypeShapes& shapes, const TypeShape& shape);

/// The members of a record, those of its bases behind them, and `first` and `second` of a pair.
[[nodiscard]] std::vector<ShapeMember> path_members(const TypeShapes& shapes, const TypeShape& shape);

/// `std::vector<Post>`: as people write it, without namespaces of the user and arguments that nobody writes.
[[nodiscard]] std::string type_words(const TypeShapes& shapes, const PathType& type);

/// A path from `type` to `canonical`, such as `.*.id`; empty text when it is the type itself. Nothing when no short one
/// leads there.
[[nodiscard]] std::optional<std::string> path_between(const TypeShapes& shapes, const PathType& type,
                                                      const std::string& canonical);

}  // namespace tagcache::generator
