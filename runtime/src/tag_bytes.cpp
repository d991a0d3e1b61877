#include "tag_bytes.hpp"

#include <algorithm>
#include <array>

namespace tagcache::detail {

namespace {

/// How many bytes tell the length of so long a text.
std::size_t bytes_of_length(std::size_t length) {
  std::size_t bytes = 1;
  while (length >>= 7U) ++bytes;
  return bytes;
}

char* write(char* next, const Segment& segment) {
  *next++ = static_cast<char>(segment.kind);
  std::size_t length = segment.text.size();
  for (; length >= 0x80; length >>= 7U) *next++ = static_cast<char>(0x80U | (length & 0x7FU));
  *next++ = static_cast<char>(length);
  return std::copy(segment.text.begin(), segment.text.end(), next);
}

/// How many bytes they take in `room`; zero: more than there are.
std::size_t write_few(std::span<char> room, std::span<const Segment> segments) {
  constexpr std::size_t most_beside = 2;  // a text of 0x80 or more has no room here
  char* next = room.data();
  for (const Segment& segment : segments) {
    if (segment.text.size() + most_beside > static_cast<std::size_t>(room.data() + room.size() - next)) return 0;
    next = write(next, segment);
  }
  return static_cast<std::size_t>(next - room.data());
}

}  // namespace

void append_segments(std::string& bytes, std::span<const Segment> segments) {
  // Most are short. Where a string is made longer first it is filled with zeros.
  std::array<char, 128> few;
  if (const std::size_t size = write_few(few, segments)) {
    bytes.append(few.data(), size);
    return;
  }
  const std::size_t begin = bytes.size();
  std::size_t end = begin;
  for (const Segment& segment : segments) end += 1 + bytes_of_length(segment.text.size()) + segment.text.size();
  bytes.resize(end);
  char* next = bytes.data() + begin;
  for (const Segment& segment : segments) next = write(next, segment);
}

std::size_t text_length(std::string_view bytes, std::size_t& position) noexcept {
  std::size_t length = 0;
  for (unsigned shift = 0;; shift += 7U) {
    const auto byte = static_cast<unsigned char>(bytes[position++]);
    length |= static_cast<std::size_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) return length;
  }
}

std::vector<Segment> segments_of(std::string_view bytes) {
  std::vector<Segment> segments;
  for (std::size_t position = 0; position < bytes.size();) segments.push_back(next_segment(bytes, position));
  return segments;
}

}  // namespace tagcache::detail
