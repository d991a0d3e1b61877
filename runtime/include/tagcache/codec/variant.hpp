#pragma once

#include <tagcache/codec.hpp>
#include <utility>
#include <variant>

namespace tagcache {

/// Nil.
template <>
struct Codec<std::monostate> {
  static constexpr std::uint64_t fingerprint = fingerprint_of("nil");
  static constexpr bool may_be_nil = true;
  static void pack(Packer& packer, std::monostate) { packer.write_nil(); }
  static bool unpack(Unpacker& unpacker, std::monostate&) { return unpacker.read_nil(); }
};

/// An array of two: which alternative, from zero, and its value.
template <Encodable... Alternatives>
struct Codec<std::variant<Alternatives...>> {
  using Variant = std::variant<Alternatives...>;
  static constexpr std::uint64_t fingerprint = fingerprint_of("variant", Codec<Alternatives>::fingerprint...);

  static void pack(Packer& packer, const Variant& variant) {
    if (variant.valueless_by_exception()) return packer.fail("a variant lost its value");
    packer.write_array(2);
    packer.write_integer(variant.index());
    std::visit([&](const auto& value) { packer.write(value); }, variant);
  }

  static bool unpack(Unpacker& unpacker, Variant& variant) {
    std::size_t index = 0;
    if (!unpacker.read_array_of(2) || !unpacker.read_integer(index)) return false;
    return unpack_any(unpacker, index, variant, std::index_sequence_for<Alternatives...>());
  }

 private:
  template <std::size_t... I>
  static bool unpack_any(Unpacker& unpacker, std::size_t index, Variant& variant, std::index_sequence<I...>) {
    if (index >= sizeof...(I)) return unpacker.fail("a variant has no such alternative");
    return ((index == I && unpacker.read(variant.template emplace<I>())) || ...);
  }
};

}  // namespace tagcache
