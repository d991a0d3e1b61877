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

/// The segment that starts at `position`, which moves behind it.
[[nodiscard]] Segment next_segment(std::string_view bytes, std::size_t& position);

/// All segments, in order; views into `bytes`.
[[nodiscard]] std::vector<Segment> segments_of(std::string_view bytes);

}  // namespace tagcache::detail
