#pragma once

#include <tagcache/codec.hpp>
#include <tuple>

namespace tagcache {

/// An array of its elements.
template <Encodable... Elements>
struct Codec<std::tuple<Elements...>> {
  static constexpr std::uint64_t fingerprint = fingerprint_of("tuple", Codec<Elements>::fingerprint...);
  static void pack(Packer& packer, const std::tuple<Elements...>& tuple) {
    packer.write_array(sizeof...(Elements));
    std::apply([&](const Elements&... element) { (packer.write(element), ...); }, tuple);
  }
  static bool unpack(Unpacker& unpacker, std::tuple<Elements...>& tuple) {
    if (!unpacker.read_array_of(sizeof...(Elements))) return false;
    return std::apply([&](Elements&... element) { return (unpacker.read(element) && ...); }, tuple);
  }
};

}  // namespace tagcache
