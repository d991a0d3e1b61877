#pragma once

#include <optional>
#include <tagcache/codec/nullable.hpp>

namespace tagcache {

/// Nil when empty.
template <Encodable T>
struct Codec<std::optional<T>> {
  static constexpr std::uint64_t fingerprint = detail::nullable_fingerprint<T>;
  static constexpr bool may_be_nil = true;
  static void pack(Packer& packer, const std::optional<T>& value) { detail::write_nullable(packer, value); }
  static bool unpack(Unpacker& unpacker, std::optional<T>& value) {
    value.reset();
    return unpacker.skip_nil() || detail::read_present(unpacker, value.emplace());
  }
};

}  // namespace tagcache
