#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <tagcache/codec.hpp>
#include <tagcache/entry.hpp>
#include <utility>

/// Values on their way to where they are bytes.
namespace tagcache::detail {

/// Encodes a value; absent when it cannot be.
using Encoder = std::optional<Bytes> (*)(const void* value);

/// How the values of a read become bytes and are made of them again. Found where the codec of their type can be seen;
/// code that knows no types calls it.
struct ValueCodec {
  Encoder encode;
  /// An entry of which only the value is filled in, with room for who keeps it (make_with_room); null when the bytes
  /// are not one.
  std::shared_ptr<EntryNode> (*decode)(std::span<const std::byte> bytes, std::size_t room);
  /// What the bytes mean: the query that they are read by, when it is known, and the shape of the type.
  std::uint64_t fingerprint;
};

template <class T>
[[nodiscard]] std::optional<Bytes> encode_value(const void* value) {
  return encode(*static_cast<const T*>(value));
}

template <class T>
[[nodiscard]] std::shared_ptr<EntryNode> decode_value(std::span<const std::byte> bytes, std::size_t room) {
  auto value = decode<T>(bytes);
  return value ? make_with_room<EntryNodeOf<T>>(room, *std::move(value)) : nullptr;
}

template <class T, std::uint64_t Fingerprint>
inline constexpr ValueCodec value_codec{&encode_value<T>, &decode_value<T>, Fingerprint};

/// Null for values without a codec: they stay in memory, and no hit of theirs is verified.
template <class T>
[[nodiscard]] constexpr const ValueCodec* codec_of() noexcept {
  if constexpr (Encodable<T>) {
    return &value_codec<T, static_cast<std::uint64_t>(Codec<T>::fingerprint)>;
  } else {
    return nullptr;
  }
}

/// The same for a query that generated code describes.
template <class Query>
[[nodiscard]] constexpr const ValueCodec* codec_of_query() noexcept {
  if constexpr (requires { Query::fingerprint; }) {
    return &value_codec<typename Query::Value, Query::fingerprint>;
  } else {
    return codec_of<typename Query::Value>();
  }
}

}  // namespace tagcache::detail
