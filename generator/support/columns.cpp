#include "support/columns.hpp"

#include <algorithm>
#include <utility>

namespace tagcache::generator {
namespace {

/// Letters, not bytes; what colours the text takes no place.
std::size_t width_of(const std::string& text) {
  std::size_t width = 0;
  bool in_sequence = false;
  for (const char byte : text) {
    if (byte == '\x1b') in_sequence = true;
    const bool continues_letter = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
    if (!in_sequence && !continues_letter) ++width;
    if (in_sequence && byte == 'm') in_sequence = false;
  }
  return width;
}

}  // namespace

std::string Columns::text(std::size_t indent) const {
  std::vector<std::size_t> widths;
  for (const std::vector<std::string>& line : lines_) {
    widths.resize(std::max(widths.size(), line.size()));
    for (std::size_t cell = 0; cell < line.size(); ++cell) widths[cell] = std::max(widths[cell], width_of(line[cell]));
  }
  std::string text;
  for (const std::vector<std::string>& line : lines_) {
    std::string row(indent, ' ');
    for (std::size_t cell = 0; cell < line.size(); ++cell) {
      row += line[cell] + std::string(widths[cell] - width_of(line[cell]) + 2, ' ');
    }
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + '\n';
  }
  return text;
}

}  // namespace tagcache::generator
