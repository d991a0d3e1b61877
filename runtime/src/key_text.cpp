#include <array>
#include <cstring>
#include <stdexcept>
#include <tagcache/id.hpp>
#include <tagcache/key_text.hpp>

namespace tagcache::detail {

namespace {

/// Two digits at a time, from the last one on: each key and each tag of a load has some, and std::to_chars, which looks
/// first how many there will be, takes three times as long.
void write_number(std::string& out, std::uint64_t number, bool is_negative) {
  static constexpr auto pairs = [] {
    std::array<char, 200> all{};
    for (std::size_t i = 0; i < 100; ++i) {
      all[2 * i] = static_cast<char>('0' + i / 10);
      all[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return all;
  }();
  std::array<char, 24> digits;  // 20 and a sign are the most
  char* const end = digits.data() + digits.size();
  char* first = end;
  for (; number >= 10; number /= 100) std::memcpy(first -= 2, &pairs[2 * (number % 100)], 2);
  if (number > 0 || first == end) *--first = static_cast<char>('0' + number);
  if (is_negative) *--first = '-';
  out.append(first, end);
}

bool is_between(char letter, unsigned lowest, unsigned highest) {
  const auto byte = static_cast<unsigned char>(letter);
  return byte >= lowest && byte <= highest;
}

/// How many bytes at the beginning of `text` are one letter in UTF-8 that can be printed; zero: none.
std::size_t letter_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return first >= 0x20 && first != 0x7F ? 1 : 0;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  // The second byte rules out control characters, forms longer than needed, surrogates, and what is beyond Unicode.
  const unsigned lowest = first == 0xC2 || first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (!is_between(text[1], lowest, highest)) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!is_between(text[i], 0x80, 0xBF)) return 0;
  }
  return length;
}

void write_unprintable(std::string& out, char letter) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  if (letter == '\n') {
    out.append("\\n");
  } else if (letter == '\r') {
    out.append("\\r");
  } else if (letter == '\t') {
    out.append("\\t");
  } else {
    const auto byte = static_cast<unsigned char>(letter);
    out.append("\\x").push_back(digits[byte / 16U]);
    out.push_back(digits[byte % 16U]);
  }
}

/// Letters in `special`, the backslash among them, get one before them.
void write_escaped(std::string& out, std::string_view text, std::string_view special) {
  while (!text.empty()) {
    const std::size_t length = letter_length(text);
    if (length == 0) {
      write_unprintable(out, text[0]);
    } else {
      if (special.find(text[0]) != std::string_view::npos) out.push_back('\\');
      out.append(text.substr(0, length));
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

}  // namespace

void write_part(std::string& out, std::string_view text) {
  out.push_back('"');
  write_escaped(out, text, "\"\\");
  out.push_back('"');
}

void write_prefix(std::string& out, std::string_view prefix) { write_escaped(out, prefix, "\"([{\\"); }

void write_part(std::string& out, bool value) { out.append(value ? "true" : "false"); }

void write_signed(std::string& out, std::int64_t value) {
  const auto number = static_cast<std::uint64_t>(value);
  write_number(out, value < 0 ? 0 - number : number, value < 0);
}

void write_unsigned(std::string& out, std::uint64_t value) { write_number(out, value, false); }

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
