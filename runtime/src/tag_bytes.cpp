#include "tag_bytes.hpp"

namespace tagcache::detail {

void append_segments(std::string& bytes, std::span<const Segment> segments) {
  std::size_t size = bytes.size();
  for (const Segment& segment : segments) size += 2 + segment.text.size();
  bytes.reserve(size);  // no more and no less, but for long texts
  for (const Segment& segment : segments) {
    bytes.push_back(static_cast<char>(segment.kind));
    std::size_t length = segment.text.size();
    while (length >= 0x80) {
      bytes.push_back(static_cast<char>(0x80U | (length & 0x7FU)));
      length >>= 7U;
    }
    bytes.push_back(static_cast<char>(length));
    bytes.append(segment.text);
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
