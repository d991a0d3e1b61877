#pragma once

#include <tagcache/codec.hpp>

/// What optionals and smart pointers share: nil when there is nothing, otherwise what is there. When that may be nil
/// itself it is put into an array of one, so that an optional that holds an empty optional stays different from an
/// empty one.
namespace tagcache::detail {

template <class T>
inline constexpr std::uint64_t nullable_fingerprint = fingerprint_of("nullable", Codec<T>::fingerprint);

inline constexpr std::byte nil{0xC0};

template <class Nullable>
void write_nullable(Packer& packer, const Nullable& nullable) {
  using T = std::remove_cvref_t<decltype(*nullable)>;
  if (!nullable) return packer.write_nil();
  if constexpr (MayBeNil<T>) {
    packer.write_array(1);
    packer.write(*nullable);
  } else {
    const std::size_t begin = packer.bytes().size();
    packer.write(*nullable);
    if (packer.ok() && packer.bytes().at(begin) == nil) packer.fail("a codec wrote nil without `may_be_nil = true`");
  }
}

template <class T>
bool read_present(Unpacker& unpacker, T& value) {
  if constexpr (MayBeNil<T>) {
    return unpacker.read_array_of(1) && unpacker.read(value);
  } else {
    return unpacker.read(value);
  }
}

}  // namespace tagcache::detail
