#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tagcache::generator {

/// A whole number of at most 64 bits, with or without a sign.
struct WholeNumber {
  bool below_zero = false;
  std::uint64_t amount = 0;

  [[nodiscard]] std::string text() const { return (below_zero && amount > 0 ? "-" : "") + std::to_string(amount); }
};

/// What `text` says in digits, with `-` in front or not; nothing when it has anything else, or too many of them.
[[nodiscard]] std::optional<WholeNumber> whole_number(std::string_view text);

/// What a text that is no whole number of the schema most likely stands for: `+1`, `0x10`, `1'000`, `1_000`, `5u`,
/// `1e3`,
/// `'a'`. Fractions are dropped; what is too large is the largest. Nothing when nobody could know.
[[nodiscard]] std::optional<WholeNumber> meant_number(std::string_view text);

}  // namespace tagcache::generator
