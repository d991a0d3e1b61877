#include <stdexcept>
#include <tagcache/id.hpp>
#include <tagcache/key_part.hpp>

namespace tagcache::detail {

void write_part(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out.push_back('\\');
    out.push_back(letter);
  }
  out.push_back('"');
}

void write_part(std::string& out, bool value) { out.append(value ? "true" : "false"); }

void write_signed(std::string& out, std::int64_t value) { out.append(std::to_string(value)); }

void write_unsigned(std::string& out, std::uint64_t value) { out.append(std::to_string(value)); }

void write_id_part(std::string& out, std::string_view text, bool alone) {
  // An id that is one text is that text. Among several parts it is quoted, or a comma inside could shift it into the
  // next.
  if (alone) {
    out.append(text);
  } else {
    write_part(out, text);
  }
}

void refuse_empty_id() {
  throw std::invalid_argument("an id in a tag must not be empty; pass the id, or use the tag of the collection");
}

}  // namespace tagcache::detail
