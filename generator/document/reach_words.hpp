#pragma once

#include <string>
#include <string_view>

/// `exact(users(user))`: what C++ puts around a tag that it invalidates, and a schema does not.
namespace tagcache::generator {

[[nodiscard]] constexpr bool is_reach_word(std::string_view name) { return name == "exact" || name == "softly"; }

[[nodiscard]] inline std::string reach_word_message(std::string_view word) {
  return '\'' + std::string(word) + "' says how far an invalidation reaches, and a schema does not say that";
}

inline constexpr std::string_view wanted_without_reach_word =
    "the tag alone, with all below it; tagcache::exact and tagcache::softly are for cache.invalidate(…) in C++";

}  // namespace tagcache::generator
