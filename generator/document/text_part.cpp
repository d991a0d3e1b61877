#include "document/text_part.hpp"

namespace tagcache::generator {

Text part_of(const Text& text, std::size_t begin, std::size_t length) {
  Text part{text.value.substr(begin, length), text.range};
  part.range.column += static_cast<std::uint32_t>(begin);
  part.range.length = length == 0 ? 1 : static_cast<std::uint32_t>(length);
  return part;
}

Text trimmed_part(const Text& text, std::size_t begin, std::size_t end) {
  while (begin < end && blanks.find(text.value[begin]) != std::string_view::npos) ++begin;
  while (end > begin && blanks.find(text.value[end - 1]) != std::string_view::npos) --end;
  return part_of(text, begin, end - begin);
}

bool is_plain_name(const Text& name) {
  return !name.value.empty() && name.value.find_first_of(punctuation) == std::string::npos &&
         name.value.find_first_of(blanks) == std::string::npos;
}

}  // namespace tagcache::generator
