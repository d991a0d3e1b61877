#pragma once

#include <algorithm>
#include <array>
#include <tagcache/codec.hpp>
#include <utility>

/// Codecs of structs and enumerations, as the generator emits them:
///
///     template <>
///     struct tagcache::Codec<blog::User>
///         : tagcache::RecordCodec<blog::User, tagcache::Field<"id", &blog::User::id>,
///                                 tagcache::Field<"name", &blog::User::name>> {};
///     template <>
///     struct tagcache::Codec<blog::Role>
///         : tagcache::EnumCodec<blog::Role, tagcache::Enumerator<"reader", blog::Role::reader>,
///                               tagcache::Enumerator<"editor", blog::Role::editor>> {};
///
/// Members of base classes are fields like all others. Codecs may stand in any order, as long as all stand before the
/// first use. A struct that contains itself (in a vector, say) cannot compute its fingerprint; its codec says it, and
/// so hides the computed one: `static constexpr std::uint64_t fingerprint = ...;`
namespace tagcache {

namespace detail {

/// A literal that can be an argument of a template.
template <std::size_t N>
struct Name {
  consteval Name(const char (&text)[N]) { std::copy_n(text, N, letters); }
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {letters, N - 1}; }
  char letters[N];
};

}  // namespace detail

/// A member of a struct, and its name in the bytes.
template <detail::Name field_name, auto field_member>
struct Field {
  static constexpr std::string_view name = field_name.view();
  static constexpr auto member = field_member;
  template <class Record>
  using Type = std::remove_cvref_t<decltype(std::declval<Record&>().*field_member)>;
};

/// A struct as a map from the names of its fields to their values, in the order given. Reading takes them in any order
/// and passes over names that it does not know; a field that is missing or there twice is a failure.
template <class Record, class... Fields>
struct RecordCodec {
  static constexpr std::uint64_t fingerprint = fingerprint_of(
      "record", fingerprint_of(Fields::name, Codec<typename Fields::template Type<Record>>::fingerprint)...);

  static void pack(Packer& packer, const Record& record) {
    packer.write_map(sizeof...(Fields));
    ((packer.write_text(Fields::name), packer.write(record.*Fields::member)), ...);
  }

  static bool unpack(Unpacker& unpacker, Record& record) {
    std::size_t size = 0;
    if (!unpacker.read_map(size)) return false;
    std::array<bool, sizeof...(Fields)> seen{};
    for (std::string_view name; size > 0; --size) {
      if (!unpacker.read_text(name)) return false;
      if (!unpack_field(unpacker, record, name, seen.data())) return false;
    }
    return std::ranges::find(seen, false) == seen.end() || unpacker.fail("a field is missing");
  }

 private:
  static bool unpack_field(Unpacker& unpacker, Record& record, [[maybe_unused]] std::string_view name,
                           [[maybe_unused]] bool* seen) {
    bool known = false;
    [[maybe_unused]] const auto read = [&](auto& member) {
      known = true;
      if (std::exchange(*seen, true)) return unpacker.fail("a field is there twice");
      return unpacker.read(member);
    };
    // Either the one field of this name is read, or all are passed by.
    const bool done = ((Fields::name == name ? read(record.*Fields::member) : (++seen, false)) || ...);
    return known ? done : unpacker.skip();
  }
};

template <detail::Name enumerator_name, auto enumerator_value>
struct Enumerator {
  static constexpr std::string_view name = enumerator_name.view();
  static constexpr auto value = enumerator_value;
};

/// An enumeration as its number. Numbers without an enumerator are values as well (sets of flags have many); the names
/// are in the fingerprint, so that a number never gets another meaning.
template <class Enum, class... Enumerators>
struct EnumCodec {
  using Number = std::underlying_type_t<Enum>;
  static constexpr std::uint64_t fingerprint = fingerprint_of(
      "enum", Codec<Number>::fingerprint,
      fingerprint_of(Enumerators::name, static_cast<std::uint64_t>(static_cast<Number>(Enumerators::value)))...);

  static void pack(Packer& packer, Enum value) { packer.write(static_cast<Number>(value)); }
  static bool unpack(Unpacker& unpacker, Enum& value) {
    Number number{};
    if (!unpacker.read(number)) return false;
    value = static_cast<Enum>(number);
    return true;
  }
};

}  // namespace tagcache
