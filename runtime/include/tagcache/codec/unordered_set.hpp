#pragma once

#include <tagcache/codec/sequence.hpp>
#include <unordered_set>

namespace tagcache {

/// An array, in the order of the bytes of its elements: equal sets have equal bytes.
template <Encodable T, class Hash, class Equal, class Allocator>
struct Codec<std::unordered_set<T, Hash, Equal, Allocator>> {
  using Set = std::unordered_set<T, Hash, Equal, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::set_fingerprint<T>;
  static void pack(Packer& packer, const Set& set) {
    packer.write_array(set.size());
    packer.write_sorted(set, [&](const T& element) { packer.write(element); });
  }
  static bool unpack(Unpacker& unpacker, Set& set) { return detail::read_set(unpacker, set); }
};

/// An array, in the order of the bytes of its elements.
template <Encodable T, class Hash, class Equal, class Allocator>
struct Codec<std::unordered_multiset<T, Hash, Equal, Allocator>> {
  using Set = std::unordered_multiset<T, Hash, Equal, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::sequence_fingerprint<T>;
  static void pack(Packer& packer, const Set& set) {
    packer.write_array(set.size());
    packer.write_sorted(set, [&](const T& element) { packer.write(element); });
  }
  static bool unpack(Unpacker& unpacker, Set& set) { return detail::read_set(unpacker, set); }
};

}  // namespace tagcache
