#pragma once

#include <cstdint>

/// The first bytes of MessagePack values (https://github.com/msgpack/msgpack/blob/master/spec.md).
namespace tagcache::detail::head {

// Short forms: the value or the size is in the low bits.
inline constexpr std::uint8_t largest_positive = 0x7F;
inline constexpr std::uint8_t short_map = 0x80;
inline constexpr std::uint8_t short_array = 0x90;
inline constexpr std::uint8_t short_text = 0xA0;
inline constexpr std::uint8_t smallest_negative = 0xE0;

inline constexpr std::uint8_t nil = 0xC0;
inline constexpr std::uint8_t never_used = 0xC1;
inline constexpr std::uint8_t no = 0xC2;
inline constexpr std::uint8_t yes = 0xC3;
inline constexpr std::uint8_t bytes_8 = 0xC4;
inline constexpr std::uint8_t bytes_16 = 0xC5;
inline constexpr std::uint8_t bytes_32 = 0xC6;
inline constexpr std::uint8_t extension_8 = 0xC7;
inline constexpr std::uint8_t extension_32 = 0xC9;
inline constexpr std::uint8_t float_32 = 0xCA;
inline constexpr std::uint8_t float_64 = 0xCB;
inline constexpr std::uint8_t unsigned_8 = 0xCC;
inline constexpr std::uint8_t unsigned_64 = 0xCF;
inline constexpr std::uint8_t signed_8 = 0xD0;
inline constexpr std::uint8_t signed_64 = 0xD3;
inline constexpr std::uint8_t fixed_extension_1 = 0xD4;
inline constexpr std::uint8_t fixed_extension_16 = 0xD8;
inline constexpr std::uint8_t text_8 = 0xD9;
inline constexpr std::uint8_t text_16 = 0xDA;
inline constexpr std::uint8_t text_32 = 0xDB;
inline constexpr std::uint8_t array_16 = 0xDC;
inline constexpr std::uint8_t array_32 = 0xDD;
inline constexpr std::uint8_t map_16 = 0xDE;
inline constexpr std::uint8_t map_32 = 0xDF;

}  // namespace tagcache::detail::head
