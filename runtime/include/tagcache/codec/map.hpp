#pragma once

#include <map>
#include <tagcache/codec/sequence.hpp>

namespace tagcache {

/// A map, in the map's order.
template <Encodable Key, Encodable Value, class Compare, class Allocator>
struct Codec<std::map<Key, Value, Compare, Allocator>> {
  using Map = std::map<Key, Value, Compare, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::map_fingerprint<Key, Value>;
  static void pack(Packer& packer, const Map& map) {
    packer.write_map(map.size());
    for (const auto& pair : map) detail::write_pair<Map>(packer, pair);
  }
  static bool unpack(Unpacker& unpacker, Map& map) { return detail::read_map(unpacker, map); }
};

/// An array of arrays of key and value, in the map's order.
template <Encodable Key, Encodable Value, class Compare, class Allocator>
struct Codec<std::multimap<Key, Value, Compare, Allocator>> {
  using Map = std::multimap<Key, Value, Compare, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::multimap_fingerprint<Key, Value>;
  static void pack(Packer& packer, const Map& map) {
    packer.write_array(map.size());
    for (const auto& pair : map) {
      packer.write_array(2);
      detail::write_pair<Map>(packer, pair);
    }
  }
  static bool unpack(Unpacker& unpacker, Map& map) { return detail::read_multimap(unpacker, map); }
};

}  // namespace tagcache
