#include <stdexcept>
#include <tagcache/tag.hpp>

#include "tag_bytes.hpp"

namespace tagcache {
namespace {

std::string text_of(std::string_view bytes) {
  std::string text;
  for (const Segment& segment : detail::segments_of(bytes)) {
    const bool is_member = segment.kind == Segment::Kind::member;
    if (is_member && segment.text.empty()) continue;  // what `below` adds
    if (!text.empty()) text += is_member ? " & " : "/";
    text += is_member ? text_of(segment.text) : std::string(segment.text);
  }
  return text;
}

}  // namespace

Tag Tag::of(std::span<const Segment> segments) {
  if (segments.empty())
    throw std::invalid_argument("a tag needs one segment at least; to drop everything call clear()");
  Tag tag;
  detail::append_segments(tag.bytes_, segments);
  return tag;
}

void Tag::append(std::initializer_list<Segment> segments) {
  detail::append_segments(bytes_, std::span(segments.begin(), segments.size()));
}

std::vector<Segment> Tag::segments() const { return detail::segments_of(bytes_); }

std::string Tag::text() const { return text_of(bytes_); }

}  // namespace tagcache
