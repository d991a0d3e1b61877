#pragma once

#include <list>
#include <tagcache/codec/sequence.hpp>

namespace tagcache {

/// An array.
template <Encodable T, class Allocator>
struct Codec<std::list<T, Allocator>> {
  static constexpr std::uint64_t fingerprint = detail::sequence_fingerprint<T>;
  static void pack(Packer& packer, const std::list<T, Allocator>& list) {
    detail::write_sequence(packer, list, list.size());
  }
  static bool unpack(Unpacker& unpacker, std::list<T, Allocator>& list) {
    return detail::read_sequence(unpacker, list);
  }
};

}  // namespace tagcache
