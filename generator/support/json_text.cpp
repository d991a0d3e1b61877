#include "support/json_text.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace tagcache::generator {
namespace {

/// Bytes of the UTF-8 letter at the begin of `text`; 0 when it is none: cut off, overlong, a surrogate or too large.
std::size_t letter_size(std::string_view text) {
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

std::string escaped(char letter) {
  switch (letter) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    default:
      return static_cast<unsigned char>(letter) < 0x20 ? fmt::format("\\u{:04x}", static_cast<unsigned>(letter))
                                                       : std::string(1, letter);
  }
}

}  // namespace

std::string json_text(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const std::size_t size = letter_size(text);
    if (size == 0) {
      json += "\xEF\xBF\xBD";
    } else {
      json += size == 1 ? escaped(text.front()) : std::string(text.substr(0, size));
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return json + '"';
}

}  // namespace tagcache::generator
