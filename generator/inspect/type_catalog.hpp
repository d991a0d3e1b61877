#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/type_shape.hpp"

/// What the user's headers say about the C++ types that a schema names. Plain values; nothing of Clang gets here.
namespace tagcache::generator {

enum class TypeKind {
  boolean,
  integral,
  floating,
  enumeration,
  string,
  byte_array,  ///< an array of integers or bytes
  time,        ///< a duration, or an instant of the system clock
  holder,      ///< an optional, vector, pair or tuple, or an array of other than integers
  record,
  other
};

struct Field;

/// In TypeFacts::not_a_value.
inline constexpr std::string_view is_function = "is a function, not the type of a value";

/// Facts about one C++ type.
struct TypeFacts {
  TypeKind kind = TypeKind::other;
  std::string canonical;  ///< spelling with all aliases resolved; equal spellings are equal types
  bool trivially_copyable = false;
  bool copyable = true;
  bool literal = false;          ///< constexpr functions may take it
  std::uint64_t size_bytes = 0;  ///< zero: not known (void, incomplete types)
  /// Public data members in order, for records without bases or private members; empty otherwise.
  std::vector<Field> fields;
  std::vector<TypeFacts> held;             ///< what a holder holds, in order; empty for all other types
  std::vector<std::string> enumerators{};  ///< of an enumeration whose header was read
  /// What a key shows of it, in words that are equal for types whose values make equal keys: `u32`, `text`,
  /// `enum u8(new=0,old=1)`, `duration i64 1/1000`; of a holder without what it holds: `array 3`. Empty for records,
  /// which are their fields, and where only a header could tell.
  std::string key_form{};
  /// Why a value of this type cannot be (part of) a key, and what to write instead; empty when it can.
  std::string not_a_key;
  /// The same for an id. What cannot be in a key cannot be an id.
  std::string not_an_id;
  /// Why no generated function can take it or give it back: `is a function`. Empty when one can, as are those below.
  std::string not_a_value{};
  std::string not_moved{};  ///< why no function can give a value back, and no coroutine own one: `it is abstract`
  std::string not_kept{};   ///< why no cache can keep a value that a function can give back: `it is a pointer`
};

struct Field {
  std::string name;
  TypeFacts type;
};

/// Something in a header.
struct DeclaredName {
  SourceRange place;
  bool only_announced = false;  ///< a class without a definition, which generated code may give it
};

/// A macro, and where it is defined.
struct DefinedMacro {
  SourceRange place;
  bool takes_arguments = false;  ///< it replaces a name only in front of `(`
};

/// Facts by the text with which the schema names the type.
struct TypeCatalog {
  std::map<std::string, TypeFacts> types;
  TypeShapes shapes;  ///< of the types that queries return, and of all that takes part in these
  std::map<std::string, DeclaredName> declared;  ///< those of MentionedTypes::names that headers have in the namespace
  std::map<std::string, DefinedMacro> macros;    ///< those of MentionedTypes::written that headers define
  std::map<std::string, std::string> name_spaces{};  ///< of those of MentionedTypes::captured that were found: `blog`
  bool as_declared = false;  ///< no header was read, see declared_types; types that are missing are trusted
  std::vector<std::string> headers_read;  ///< every header of the user that was read, sorted; system headers left out
};

}  // namespace tagcache::generator
