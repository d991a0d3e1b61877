#include "model/meant_number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <system_error>

namespace tagcache::generator {
namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool is_sign(char letter) { return letter == '+' || letter == '-'; }

/// All of `digits` in this base; of too many the largest.
std::optional<std::uint64_t> amount_of(std::string_view digits, int base) {
  std::uint64_t amount = 0;
  const char* const end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, amount, base);
  if (digits.empty() || parsed.ptr != end) return std::nullopt;
  return parsed.ec == std::errc() ? amount : largest;
}

std::optional<std::uint64_t> amount_of_fraction(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ptr != end || (parsed.ec != std::errc() && parsed.ec != std::errc::result_out_of_range))
    return std::nullopt;
  // What is out of range is either endless or nearly nothing.
  if (parsed.ec != std::errc()) return text.find("e-") == std::string_view::npos ? largest : 0;
  if (number >= static_cast<double>(largest)) return largest;
  return static_cast<std::uint64_t>(number);
}

std::string_view without_suffix(std::string_view text) {
  const std::size_t last = text.find_last_not_of("uUlLzZ");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::optional<std::uint64_t> amount_in_cpp(std::string_view text) {
  const bool is_prefixed = text.size() > 1 && text.front() == '0';
  const std::string_view digits = without_suffix(text);
  if (is_prefixed && (text[1] == 'x' || text[1] == 'X'))
    return amount_of(digits.substr(std::min<std::size_t>(2, digits.size())), 16);
  if (is_prefixed && (text[1] == 'b' || text[1] == 'B'))
    return amount_of(digits.substr(std::min<std::size_t>(2, digits.size())), 2);
  if (const auto amount = amount_of(digits, 10)) return amount;
  const bool begins_well = !text.empty() && (text.front() == '.' || is_digit(text.front()));
  return begins_well ? amount_of_fraction(text) : std::nullopt;
}

}  // namespace

std::optional<WholeNumber> whole_number(std::string_view text) {
  const bool below_zero = text.starts_with('-');
  if (below_zero) text.remove_prefix(1);
  std::uint64_t amount = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, amount);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return WholeNumber{below_zero, amount};
}

std::optional<WholeNumber> meant_number(std::string_view text) {
  const bool is_quoted =
      text.size() > 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
  if (is_quoted && text.size() == 3 && text.front() == '\'' && !is_digit(text[1])) {
    const auto letter = static_cast<unsigned char>(text[1]);
    return letter < 0x80 ? std::optional(WholeNumber{false, letter}) : std::nullopt;
  }
  if (is_quoted) text = text.substr(1, text.size() - 2);
  const bool below_zero = text.starts_with('-');
  if (!text.empty() && is_sign(text.front())) text.remove_prefix(1);
  std::string bare(text);
  std::erase_if(bare, [](char letter) { return letter == '\'' || letter == '_' || letter == ' '; });
  const std::optional<std::uint64_t> amount = amount_in_cpp(bare);
  return amount ? std::optional(WholeNumber{below_zero, *amount}) : std::nullopt;
}

}  // namespace tagcache::generator
