#include "emit/cpp_text.hpp"

#include <array>
#include <cstddef>

#include "support/utf8_letter.hpp"

namespace tagcache::generator {
namespace {

/// `\342`: three digits always, so that a digit behind it is no part of it.
std::string octal(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  const auto digit = [](unsigned value) { return static_cast<char>('0' + (value & 7U)); };
  const std::array<char, 4> escape = {'\\', digit(byte >> 6U), digit(byte >> 3U), digit(byte)};
  return {escape.data(), escape.size()};
}

}  // namespace

std::string cpp_text(std::string_view text) {
  std::string literal = "\"";
  for (std::size_t place = 0; place < text.size();) {
    const std::size_t turning = turning_letter_size(text.substr(place));
    const std::size_t end = place + (turning == 0 ? 1 : turning);
    for (; place < end; ++place) {
      const char letter = text[place];
      const bool behind_question = place > 0 && text[place - 1] == '?';
      if (turning > 0 || letter == 0x7F) {
        literal += octal(letter);
      } else if (letter == '?' && behind_question) {
        literal += "\\?";
      } else if (letter == '"' || letter == '\\') {
        literal += {'\\', letter};
      } else {
        literal += letter;
      }
    }
  }
  return literal + '"';
}

}  // namespace tagcache::generator
