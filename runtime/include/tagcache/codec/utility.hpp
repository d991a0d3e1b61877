#pragma once

#include <tagcache/codec.hpp>
#include <utility>

namespace tagcache {

/// An array of two.
template <Encodable First, Encodable Second>
struct Codec<std::pair<First, Second>> {
  static constexpr std::uint64_t fingerprint =
      fingerprint_of("tuple", Codec<First>::fingerprint, Codec<Second>::fingerprint);
  static void pack(Packer& packer, const std::pair<First, Second>& pair) {
    packer.write_array(2);
    packer.write(pair.first);
    packer.write(pair.second);
  }
  static bool unpack(Unpacker& unpacker, std::pair<First, Second>& pair) {
    return unpacker.read_array_of(2) && unpacker.read(pair.first) && unpacker.read(pair.second);
  }
};

}  // namespace tagcache
