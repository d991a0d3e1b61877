#pragma once

#include <tagcache/codec.hpp>

/// What the codecs of containers share. Sequences of bytes are a `bin`, all others an array.
namespace tagcache::detail {

template <class T>
concept ByteLike = std::same_as<T, std::byte> || std::same_as<T, std::uint8_t> || std::same_as<T, char>;

/// Containers that are written alike have one fingerprint: a vector may become a deque without entries getting lost.
template <class T>
inline constexpr std::uint64_t sequence_fingerprint = fingerprint_of("array", Codec<T>::fingerprint);
inline constexpr std::uint64_t bytes_fingerprint = fingerprint_of("bytes");

template <class Sequence>
void write_sequence(Packer& packer, const Sequence& sequence, std::size_t size) {
  packer.write_array(size);
  for (const typename Sequence::value_type& element : sequence) packer.write(element);
}

template <class Sequence>
bool read_sequence(Unpacker& unpacker, Sequence& sequence) {
  std::size_t size = 0;
  if (!unpacker.read_array(size)) return false;
  sequence.clear();
  if constexpr (requires { sequence.reserve(size); }) {
    sequence.reserve(unpacker.room_for(size, sizeof(typename Sequence::value_type)));
  }
  for (; size > 0; --size) {
    if (!unpacker.read(sequence.emplace_back())) return false;
  }
  return true;
}

/// One element after the other into a set; two that are equal are a failure, unless it is a multiset.
template <class Set>
bool read_set(Unpacker& unpacker, Set& set) {
  std::size_t size = 0;
  if (!unpacker.read_array(size)) return false;
  set.clear();
  for (; size > 0; --size) {
    typename Set::value_type element{};
    if (!unpacker.read(element)) return false;
    const std::size_t before = set.size();
    set.insert(set.end(), std::move(element));
    if (set.size() == before) return unpacker.fail("an element of a set is there twice");
  }
  return true;
}

template <class Map>
void write_pair(Packer& packer, const typename Map::value_type& pair) {
  packer.write(pair.first);
  packer.write(pair.second);
}

template <class Map>
bool read_pair(Unpacker& unpacker, Map& map) {
  typename Map::key_type key{};
  typename Map::mapped_type value{};
  if (!unpacker.read(key) || !unpacker.read(value)) return false;
  const std::size_t before = map.size();
  map.emplace_hint(map.end(), std::move(key), std::move(value));
  return map.size() > before || unpacker.fail("a key of a map is there twice");
}

/// Maps whose keys are there once: a map.
template <class Map>
bool read_map(Unpacker& unpacker, Map& map) {
  std::size_t size = 0;
  if (!unpacker.read_map(size)) return false;
  map.clear();
  for (; size > 0; --size) {
    if (!read_pair(unpacker, map)) return false;
  }
  return true;
}

/// Maps whose keys may be there often, which maps of MessagePack may not: an array of arrays of key and value.
template <class Map>
bool read_multimap(Unpacker& unpacker, Map& map) {
  std::size_t size = 0;
  if (!unpacker.read_array(size)) return false;
  map.clear();
  for (; size > 0; --size) {
    if (!unpacker.read_array_of(2) || !read_pair(unpacker, map)) return false;
  }
  return true;
}

template <class Key, class Value>
inline constexpr std::uint64_t map_fingerprint =
    fingerprint_of("map", Codec<Key>::fingerprint, Codec<Value>::fingerprint);
template <class Key, class Value>
inline constexpr std::uint64_t multimap_fingerprint =
    fingerprint_of("multimap", Codec<Key>::fingerprint, Codec<Value>::fingerprint);
template <class T>
inline constexpr std::uint64_t set_fingerprint = fingerprint_of("set", Codec<T>::fingerprint);

}  // namespace tagcache::detail
