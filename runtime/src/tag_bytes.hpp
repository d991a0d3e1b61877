#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/tag.hpp>
#include <vector>

namespace tagcache::detail {

/// The byte form of tags: for each segment its kind (one byte), the length of its text (seven bits a byte, lowest
/// first, the high bit says that more follow) and the text. No segment can be mistaken for another, whatever its text.
void append_segments(std::string& bytes, std::span<const Segment> segments);

/// The length of a text that is told at `position`, which moves behind it.
[[nodiscard]] std::size_t text_length(std::string_view bytes, std::size_t& position) noexcept;

/// The segment that starts at `position`, which moves behind it.
[[nodiscard]] inline Segment next_segment(std::string_view bytes, std::size_t& position) {
  const auto kind = static_cast<Segment::Kind>(bytes[position++]);
  const auto first = static_cast<unsigned char>(bytes[position]);
  const std::size_t length = first < 0x80 ? (++position, first) : text_length(bytes, position);
  const Segment segment{kind, bytes.substr(position, length)};
  position += length;
  return segment;
}

/// All segments, in order; views into `bytes`.
[[nodiscard]] std::vector<Segment> segments_of(std::string_view bytes);

}  // namespace tagcache::detail
