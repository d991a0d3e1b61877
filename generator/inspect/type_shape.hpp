#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/source_file.hpp"

/// How the types of values are put together: what codecs are made from, and what paths into a result walk along.
/// Plain values; types refer to each other by their canonical names, so that a tree may hold trees.
namespace tagcache::generator {

enum class ShapeKind {
  boolean,
  integer,  ///< char types included
  floating,
  enumeration,
  byte,        ///< std::byte
  text,        ///< std::string
  duration,    ///< parts: the type of the count
  time_point,  ///< of the system clock; parts: the duration
  unit,        ///< std::monostate: a type with one value
  optional,    ///< parts: what it may hold
  pointer,     ///< std::unique_ptr, std::shared_ptr; parts: what it may point to
  sequence,    ///< std::vector, std::deque, std::list; parts: the element
  array,       ///< std::array, T[N]; parts: the element
  set,         ///< parts: the element
  map,         ///< parts: key and value
  tuple,       ///< std::pair, std::tuple; parts: all, in order
  variant,     ///< parts: the alternatives, in order
  record,      ///< of the user: bases and fields
  opaque       ///< everything else; `problem` says why it has no shape
};

/// `time point` for ShapeKind::time_point.
[[nodiscard]] constexpr std::string_view word_for(ShapeKind kind) {
  constexpr std::array<std::string_view, 19> words = {
      "bool",    "integer",  "float", "enum", "byte", "text",  "duration", "time point", "unit",  "optional",
      "pointer", "sequence", "array", "set",  "map",  "tuple", "variant",  "record",     "opaque"};
  return words.at(static_cast<std::size_t>(kind));
}

/// A non-static data member, or a base class (then `name` is its class, without namespace and arguments).
struct ShapeMember {
  std::string name;
  std::string type;   ///< canonical name, a key of TypeShapes
  SourceRange place;  ///< in the header
  bool is_public = true;
  std::string problem;  ///< why this member cannot be encoded whatever its type is; empty when it can
};

struct Enumerator {
  std::string name;
  std::string value;  ///< decimal
};

struct TypeShape {
  ShapeKind kind = ShapeKind::opaque;
  /// Records and enumerations: without the namespace; empty when other files cannot write it. Standard classes: within
  /// namespace std, such as `vector` and `chrono::duration`; `array` for T[N] too.
  std::string name;
  std::vector<std::string> parts;   ///< canonical names; what they are depends on the kind
  std::vector<ShapeMember> bases;   ///< of records, in order
  std::vector<ShapeMember> fields;  ///< of records, in order; private ones included
  std::vector<Enumerator> enumerators;
  std::string detail;  ///< what else tells two types of a kind apart: `u32`, `1/1000`, `3` elements
  SourceRange place;   ///< of records and enumerations: where the header defines them
  /// The user specialised tagcache::Codec for it: whatever else is said here does not matter.
  bool has_own_codec = false;
  /// It is a class or an enumeration for which such a specialisation would make sense.
  bool may_get_codec = false;
  /// Why no value of this type can be encoded, whatever its members are, and what to write instead; empty when it can.
  /// It goes on behind `... cannot be encoded: `, as do the problems of members.
  std::string problem;
  /// Why no pointer to such a value can be encoded, not even with a codec for the value; empty when it can. Goes on
  /// behind `... cannot be encoded: ` too.
  std::string not_behind_pointer{};
  /// A codec for it would name what the header marks as [[deprecated]]: itself, a member, an enumerator.
  bool is_deprecated = false;
};

/// Shapes by canonical name. Every name in a shape is a key here, except for members that have a problem of their own.
struct TypeShapes {
  std::map<std::string, TypeShape> by_name;
  std::vector<std::shared_ptr<const SourceFile>> headers;  ///< the files that places point into

  /// Null when the type was not looked at.
  [[nodiscard]] const TypeShape* find(const std::string& canonical) const {
    const auto found = by_name.find(canonical);
    return found == by_name.end() ? nullptr : &found->second;
  }
};

}  // namespace tagcache::generator
