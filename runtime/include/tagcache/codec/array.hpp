#pragma once

#include <algorithm>
#include <array>
#include <tagcache/codec/sequence.hpp>

namespace tagcache {

namespace detail {

/// Arrays of a fixed size: an array, or a `bin` for bytes.
template <class T, std::size_t N>
struct ArrayCodec {
  static constexpr std::uint64_t fingerprint = [] {
    if constexpr (ByteLike<T>) {
      return fingerprint_of("fixed bytes", N);
    } else {
      return fingerprint_of("fixed array", N, Codec<T>::fingerprint);
    }
  }();

  static void pack_all(Packer& packer, std::span<const T, N> elements) {
    if constexpr (ByteLike<T>) {
      packer.write_bytes(std::as_bytes(elements));
    } else {
      packer.write_array(N);
      for (const T& element : elements) packer.write(element);
    }
  }

  static bool unpack_all(Unpacker& unpacker, std::span<T, N> elements) {
    if constexpr (ByteLike<T>) {
      std::span<const std::byte> bytes;
      if (!unpacker.read_bytes(bytes)) return false;
      if (bytes.size() != N) return unpacker.fail("a byte string has the wrong length");
      std::ranges::copy(bytes, std::as_writable_bytes(elements).begin());
      return true;
    } else {
      if (!unpacker.read_array_of(N)) return false;
      return std::ranges::all_of(elements, [&](T& element) { return unpacker.read(element); });
    }
  }
};

}  // namespace detail

template <class T, std::size_t N>
  requires Encodable<T>
struct Codec<std::array<T, N>> : detail::ArrayCodec<T, N> {
  static void pack(Packer& packer, const std::array<T, N>& array) { Codec::pack_all(packer, array); }
  static bool unpack(Unpacker& unpacker, std::array<T, N>& array) { return Codec::unpack_all(unpacker, array); }
};

/// Members such as `std::uint8_t digest[16]`.
template <class T, std::size_t N>
  requires Encodable<T>
struct Codec<T[N]> : detail::ArrayCodec<T, N> {
  static void pack(Packer& packer, const T (&array)[N]) { Codec::pack_all(packer, array); }
  static bool unpack(Unpacker& unpacker, T (&array)[N]) { return Codec::unpack_all(unpacker, array); }
};

}  // namespace tagcache
