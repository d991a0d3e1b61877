#include <stdexcept>
#include <tagcache/tag.hpp>

#include "tag_bytes.hpp"

namespace tagcache {

Tag Tag::of(std::span<const Segment> segments) {
  if (segments.empty())
    throw std::invalid_argument("a tag needs one segment at least; to drop everything call clear()");
  Tag tag;
  for (const Segment& segment : segments) tag.append(segment);
  return tag;
}

void Tag::append(const Segment& segment) { detail::append_segment(bytes_, segment); }

std::vector<Segment> Tag::segments() const {
  std::vector<Segment> segments;
  for (std::size_t position = 0; position < bytes_.size();) segments.push_back(detail::next_segment(bytes_, position));
  return segments;
}

std::string Tag::text() const {
  std::string text;
  for (const Segment& segment : segments()) {
    if (!text.empty()) text.push_back('/');
    text.append(segment.text);
  }
  return text;
}

}  // namespace tagcache
