#pragma once

#include <memory>
#include <tagcache/codec/nullable.hpp>

namespace tagcache {

namespace detail {

/// A pointer to a class with virtual functions may point to a derived one, of which no codec knows.
template <class T>
concept Pointee =
    Encodable<std::remove_const_t<T>> && !std::is_array_v<T> && (!std::is_polymorphic_v<T> || std::is_final_v<T>);

}  // namespace detail

/// Nil when null, otherwise what it points to.
template <detail::Pointee T>
struct Codec<std::unique_ptr<T>> {
  static constexpr std::uint64_t fingerprint = detail::nullable_fingerprint<std::remove_const_t<T>>;
  static constexpr bool may_be_nil = true;
  static void pack(Packer& packer, const std::unique_ptr<T>& pointer) { detail::write_nullable(packer, pointer); }
  static bool unpack(Unpacker& unpacker, std::unique_ptr<T>& pointer) {
    pointer.reset();
    if (unpacker.skip_nil()) return true;
    auto value = std::make_unique<std::remove_const_t<T>>();
    const bool read = detail::read_present(unpacker, *value);
    pointer = std::move(value);
    return read;
  }
};

/// Nil when null, otherwise what it points to. Pointers to one object come back as pointers to equal ones.
template <detail::Pointee T>
struct Codec<std::shared_ptr<T>> {
  static constexpr std::uint64_t fingerprint = detail::nullable_fingerprint<std::remove_const_t<T>>;
  static constexpr bool may_be_nil = true;
  static void pack(Packer& packer, const std::shared_ptr<T>& pointer) { detail::write_nullable(packer, pointer); }
  static bool unpack(Unpacker& unpacker, std::shared_ptr<T>& pointer) {
    pointer.reset();
    if (unpacker.skip_nil()) return true;
    auto value = std::make_shared<std::remove_const_t<T>>();
    const bool read = detail::read_present(unpacker, *value);
    pointer = std::move(value);
    return read;
  }
};

}  // namespace tagcache
