#include "support/json_text.hpp"

#include <fmt/format.h>

#include <cstddef>

#include "support/utf8_letter.hpp"

namespace tagcache::generator {
namespace {

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
    const std::size_t size = utf8_letter_size(text);
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
