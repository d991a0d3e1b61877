#include "demo/style.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace shop {
namespace {

constexpr const char* nothing = "·";

std::string decimals(const char* format, double number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

/// Without the bytes that continue a UTF-8 character.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char byte) { return (byte & 0xC0U) != 0x80U; }));
}

std::string blanks(std::string_view text, std::size_t columns) {
  return std::string(columns - std::min(columns, width(text)), ' ');
}

}  // namespace

std::string right(std::string_view text, std::size_t columns) { return blanks(text, columns) + std::string(text); }
std::string left(std::string_view text, std::size_t columns) { return std::string(text) + blanks(text, columns); }

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t place = text.size(); place > 3; place -= 3) text.insert(place - 3, " ");
  return text;
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (part == 0) return nothing;
  return decimals("%.1f %%", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string time(std::chrono::nanoseconds time) {
  if (time.count() == 0) return nothing;
  const double milliseconds = static_cast<double>(time.count()) / 1e6;
  if (milliseconds < 10) return decimals("%.2f ms", milliseconds);
  if (milliseconds < 1000) return decimals("%.0f ms", milliseconds);
  return decimals("%.1f s", milliseconds / 1e3);
}

}  // namespace shop
