#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>
#include <tagcache/hash.hpp>

namespace tagcache {

/// A number for the shape of something: its name, and the numbers of its parts in order. Other names, other parts and
/// another order give other numbers, except for the one pair in 2^64 that agrees by chance. The same everywhere: it
/// depends on no compiler and no machine.
///
///     static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("acme::Money", 1);
template <std::convertible_to<std::uint64_t>... Parts>
[[nodiscard]] constexpr std::uint64_t fingerprint_of(std::string_view name, Parts... parts) noexcept {
  std::uint64_t result = detail::mix(sizeof...(Parts), detail::hash_name(name));
  ((result = detail::mix(result, static_cast<std::uint64_t>(parts))), ...);
  return result;
}

}  // namespace tagcache
