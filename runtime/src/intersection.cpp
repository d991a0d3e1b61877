#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <tagcache/intersection.hpp>
#include <vector>

namespace tagcache {

Tag intersection(std::span<const Tag> tags) {
  if (tags.size() < 2) throw std::invalid_argument("an intersection needs two tags at least");
  std::vector<Segment> members;
  for (const Tag& tag : tags) {
    const std::vector<Segment> segments = tag.segments();
    const bool is_intersection = segments.front().kind == Segment::Kind::member;
    if (is_intersection) {
      members.insert(members.end(), segments.begin(), segments.end());
    } else {
      members.push_back({Segment::Kind::member, tag.bytes()});
    }
  }
  std::erase_if(members, [](const Segment& segment) { return segment.text.empty(); });  // what `below` adds
  std::sort(members.begin(), members.end(),
            [](const Segment& one, const Segment& other) { return one.text < other.text; });
  return Tag::of(members);
}

Tag below(const Tag& intersection) {
  std::vector<Segment> segments = intersection.segments();
  segments.push_back({Segment::Kind::member, {}});
  return Tag::of(segments);
}

}  // namespace tagcache
