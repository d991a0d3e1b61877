#pragma once

#include <tagcache/codec/sequence.hpp>
#include <unordered_map>

namespace tagcache {

/// A map, in the order of the bytes of its pairs: equal maps have equal bytes.
template <Encodable Key, Encodable Value, class Hash, class Equal, class Allocator>
struct Codec<std::unordered_map<Key, Value, Hash, Equal, Allocator>> {
  using Map = std::unordered_map<Key, Value, Hash, Equal, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::map_fingerprint<Key, Value>;
  static void pack(Packer& packer, const Map& map) {
    packer.write_map(map.size());
    packer.write_sorted(map, [&](const auto& pair) { detail::write_pair<Map>(packer, pair); });
  }
  static bool unpack(Unpacker& unpacker, Map& map) { return detail::read_map(unpacker, map); }
};

/// An array of arrays of key and value, in the order of their bytes.
template <Encodable Key, Encodable Value, class Hash, class Equal, class Allocator>
struct Codec<std::unordered_multimap<Key, Value, Hash, Equal, Allocator>> {
  using Map = std::unordered_multimap<Key, Value, Hash, Equal, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::multimap_fingerprint<Key, Value>;
  static void pack(Packer& packer, const Map& map) {
    packer.write_array(map.size());
    packer.write_sorted(map, [&](const auto& pair) {
      packer.write_array(2);
      detail::write_pair<Map>(packer, pair);
    });
  }
  static bool unpack(Unpacker& unpacker, Map& map) { return detail::read_multimap(unpacker, map); }
};

}  // namespace tagcache
