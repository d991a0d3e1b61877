#include "tag_bytes.hpp"

#include <algorithm>

namespace tagcache::detail {

namespace {

/// How many bytes tell the length of so long a text.
std::size_t bytes_of_length(std::size_t length) {
  std::size_t bytes = 1;
  while (length >>= 7U) ++bytes;
  return bytes;
}

}  // namespace

void append_segments(std::string& bytes, std::span<const Segment> segments) {
  std::size_t size = 0;
  for (const Segment& segment : segments) size += 1 + bytes_of_length(segment.text.size()) + segment.text.size();
  const std::size_t begin = bytes.size();
  bytes.resize(begin + size);
  char* next = bytes.data() + begin;
  for (const Segment& segment : segments) {
    *next++ = static_cast<char>(segment.kind);
    std::size_t length = segment.text.size();
    for (; length >= 0x80; length >>= 7U) *next++ = static_cast<char>(0x80U | (length & 0x7FU));
    *next++ = static_cast<char>(length);
    next = std::copy(segment.text.begin(), segment.text.end(), next);
  }
}

Segment next_segment(std::string_view bytes, std::size_t& position) {
  const auto kind = static_cast<Segment::Kind>(bytes[position++]);
  std::size_t length = 0;
  for (unsigned shift = 0;; shift += 7U) {
    const auto byte = static_cast<unsigned char>(bytes[position++]);
    length |= static_cast<std::size_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) break;
  }
  const Segment segment{kind, bytes.substr(position, length)};
  position += length;
  return segment;
}

std::vector<Segment> segments_of(std::string_view bytes) {
  std::vector<Segment> segments;
  for (std::size_t position = 0; position < bytes.size();) segments.push_back(next_segment(bytes, position));
  return segments;
}

}  // namespace tagcache::detail
