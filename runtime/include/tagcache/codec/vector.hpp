#pragma once

#include <algorithm>
#include <tagcache/codec/sequence.hpp>
#include <vector>

namespace tagcache {

/// An array; vectors of std::byte, std::uint8_t and char are a `bin`.
template <class T, class Allocator>
  requires Encodable<T> && (!detail::ByteLike<T>)
struct Codec<std::vector<T, Allocator>> {
  using Vector = std::vector<T, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::sequence_fingerprint<T>;
  static void pack(Packer& packer, const Vector& vector) { detail::write_sequence(packer, vector, vector.size()); }
  static bool unpack(Unpacker& unpacker, Vector& vector) { return detail::read_sequence(unpacker, vector); }
};

template <detail::ByteLike T, class Allocator>
struct Codec<std::vector<T, Allocator>> {
  using Vector = std::vector<T, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::bytes_fingerprint;
  static void pack(Packer& packer, const Vector& vector) { packer.write_bytes(std::as_bytes(std::span(vector))); }
  static bool unpack(Unpacker& unpacker, Vector& vector) {
    std::span<const std::byte> bytes;
    if (!unpacker.read_bytes(bytes)) return false;
    vector.resize(bytes.size());
    std::ranges::copy(bytes, std::as_writable_bytes(std::span(vector)).begin());
    return true;
  }
};

/// Its elements are no objects of their own.
template <class Allocator>
struct Codec<std::vector<bool, Allocator>> {
  using Vector = std::vector<bool, Allocator>;
  static constexpr std::uint64_t fingerprint = detail::sequence_fingerprint<bool>;
  static void pack(Packer& packer, const Vector& vector) { detail::write_sequence(packer, vector, vector.size()); }
  static bool unpack(Unpacker& unpacker, Vector& vector) {
    std::size_t size = 0;
    if (!unpacker.read_array(size)) return false;
    vector.clear();
    for (bool element = false; size > 0; --size) {
      if (!unpacker.read(element)) return false;
      vector.push_back(element);
    }
    return true;
  }
};

}  // namespace tagcache
