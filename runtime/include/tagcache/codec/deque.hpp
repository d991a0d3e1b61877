#pragma once

#include <deque>
#include <tagcache/codec/sequence.hpp>

namespace tagcache {

/// An array.
template <Encodable T, class Allocator>
struct Codec<std::deque<T, Allocator>> {
  static constexpr std::uint64_t fingerprint = detail::sequence_fingerprint<T>;
  static void pack(Packer& packer, const std::deque<T, Allocator>& deque) {
    detail::write_sequence(packer, deque, deque.size());
  }
  static bool unpack(Unpacker& unpacker, std::deque<T, Allocator>& deque) {
    return detail::read_sequence(unpacker, deque);
  }
};

}  // namespace tagcache
