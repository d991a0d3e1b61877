#pragma once

#include <set>
#include <tagcache/codec/sequence.hpp>

namespace tagcache {

/// An array, in the set's order.
template <Encodable T, class Compare, class Allocator>
struct Codec<std::set<T, Compare, Allocator>> {
  using Set = std::set<T, Compare, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::set_fingerprint<T>;
  static void pack(Packer& packer, const Set& set) { detail::write_sequence(packer, set, set.size()); }
  static bool unpack(Unpacker& unpacker, Set& set) { return detail::read_set(unpacker, set); }
};

/// An array, in the set's order.
template <Encodable T, class Compare, class Allocator>
struct Codec<std::multiset<T, Compare, Allocator>> {
  using Set = std::multiset<T, Compare, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::sequence_fingerprint<T>;
  static void pack(Packer& packer, const Set& set) { detail::write_sequence(packer, set, set.size()); }
  static bool unpack(Unpacker& unpacker, Set& set) { return detail::read_set(unpacker, set); }
};

}  // namespace tagcache
