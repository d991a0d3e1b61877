#pragma once

#include <cstdint>
#include <string_view>

/// Hashes that the compiler can compute, the same on every machine.
namespace tagcache::detail {

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t seed, std::uint64_t value) noexcept {
  // The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input reaches every bit of the output.
  std::uint64_t x = (seed + 0x9E3779B97F4A7C15ULL) ^ value;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

/// Lets all bits of a hash count in its high ones (Knuth's multiplicative hashing), also where others were used up.
[[nodiscard]] constexpr std::uint64_t spread(std::uint64_t hash) noexcept { return hash * 0x9E3779B97F4A7C15ULL; }

/// For names: FNV-1a (Fowler, Noll, Vo).
[[nodiscard]] constexpr std::uint64_t hash_name(std::string_view name) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
  return hash;
}

}  // namespace tagcache::detail
