#pragma once

#include <limits>
#include <tagcache/codec.hpp>

/// Numbers, bool, enumerations, bytes and std::string. Included by codec.hpp.
namespace tagcache {

template <>
struct Codec<bool> {
  static constexpr std::uint64_t fingerprint = fingerprint_of("bool");
  static void pack(Packer& packer, bool value) { packer.write_bool(value); }
  static bool unpack(Unpacker& unpacker, bool& value) { return unpacker.read_bool(value); }
};

/// All integers, characters among them. The fingerprint knows width and sign: `long` and `long long` are one.
template <std::integral T>
struct Codec<T> {
  static constexpr std::uint64_t fingerprint = fingerprint_of(std::is_signed_v<T> ? "signed" : "unsigned", sizeof(T));
  static void pack(Packer& packer, T value) { packer.write_integer(value); }
  static bool unpack(Unpacker& unpacker, T& value) { return unpacker.read_integer(value); }
};

/// `float` and `double`, bit by bit: 0.0 and -0.0 are equal but differ in their bytes, and a NaN comes back as it was.
/// `long double` has no form that all machines share, and no codec.
template <class T>
  requires std::same_as<T, float> || std::same_as<T, double>
struct Codec<T> {
  static_assert(std::numeric_limits<T>::is_iec559);
  static constexpr std::uint64_t fingerprint = fingerprint_of("float", sizeof(T));
  static void pack(Packer& packer, T value) { packer.write_float(value); }
  static bool unpack(Unpacker& unpacker, T& value) { return unpacker.read_float(value); }
};

/// An enumeration is its number. That an enumerator got another number shows in no fingerprint here; what the generator
/// emits (`EnumCodec` in record.hpp) knows the names.
template <class T>
  requires std::is_enum_v<T>
struct Codec<T> {
  using Number = std::underlying_type_t<T>;
  static constexpr std::uint64_t fingerprint = fingerprint_of("enum", Codec<Number>::fingerprint);
  static void pack(Packer& packer, T value) { packer.write(static_cast<Number>(value)); }
  static bool unpack(Unpacker& unpacker, T& value) {
    Number number{};
    if (!unpacker.read(number)) return false;
    value = static_cast<T>(number);
    return true;
  }
};

template <class Allocator>
struct Codec<std::basic_string<char, std::char_traits<char>, Allocator>> {
  using Text = std::basic_string<char, std::char_traits<char>, Allocator>;
  static constexpr std::uint64_t fingerprint = fingerprint_of("text");
  static void pack(Packer& packer, const Text& text) { packer.write_text(text); }
  static bool unpack(Unpacker& unpacker, Text& text) {
    std::string_view found;
    if (!unpacker.read_text(found)) return false;
    text.assign(found);
    return true;
  }
};

}  // namespace tagcache
