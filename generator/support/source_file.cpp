#include "support/source_file.hpp"

#include <utility>

namespace tagcache::generator {

SourceFile::SourceFile(std::string path, std::string text, std::size_t order)
    : path_(std::move(path)), text_(std::move(text)), order_(order) {
  line_starts_.push_back(0);
  for (std::size_t place = 0; place < text_.size(); ++place) {
    if (text_[place] == '\n') line_starts_.push_back(place + 1);
  }
}

std::string_view SourceFile::line(std::uint32_t number) const noexcept {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[number - 1];
  const std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace tagcache::generator
