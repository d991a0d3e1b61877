#include "support/utf8_letter.hpp"

#include <cstdint>

namespace tagcache::generator {

std::size_t utf8_letter_size(std::string_view text) {
  const auto byte = [&](std::size_t index) -> std::uint32_t { return static_cast<unsigned char>(text[index]); };
  if (byte(0) < 0x80) return 1;
  const std::size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size) return 0;
  std::uint32_t letter = byte(0) & (0x7FU >> size);
  for (std::size_t index = 1; index < size; ++index) {
    if ((byte(index) & 0xC0U) != 0x80U) return 0;
    letter = (letter << 6U) | (byte(index) & 0x3FU);
  }
  const bool too_long = (size == 3 && letter < 0x800) || (size == 4 && letter < 0x10000);
  const bool surrogate = letter >= 0xD800 && letter <= 0xDFFF;
  return too_long || surrogate || letter > 0x10FFFF ? 0 : size;
}

std::size_t turning_letter_size(std::string_view text) {
  const std::string_view three = text.substr(0, 3);
  const bool turns =
      (three >= "\xE2\x80\xAA" && three <= "\xE2\x80\xAE") || (three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9");
  return three.size() == 3 && turns ? 3 : 0;
}

}  // namespace tagcache::generator
