#include "seeing/tag_counters.hpp"

#include <string_view>

#include "tag_bytes.hpp"

namespace tagcache::detail {

namespace {

std::string pattern_of(std::string_view bytes) {
  std::string pattern;
  for (const Segment& segment : segments_of(bytes)) {
    if (segment.kind == Segment::Kind::wild) {
      pattern += "(*)";
    } else if (segment.kind == Segment::Kind::fixed) {
      if (!pattern.empty()) pattern += '.';
      pattern += segment.text;
    } else {
      if (!pattern.empty() && !segment.text.empty()) pattern += " & ";
      pattern += pattern_of(segment.text);
    }
  }
  return pattern;
}

}  // namespace

std::string pattern_of(const Tag& tag) { return pattern_of(tag.bytes()); }

void TagCounters::add(std::span<const Invalidation> invalidations) {
  for (const Invalidation& invalidation : invalidations) {
    std::string pattern = pattern_of(invalidation.tag);
    const std::lock_guard lock(mutex_);
    const auto found = patterns_.find(pattern);
    const bool has_place = found != patterns_.end() || patterns_.size() < most;
    Counted& counted = has_place ? patterns_[std::move(pattern)] : other_;
    ++(invalidation.reach == Reach::prefix ? counted.prefix : counted.exact);
  }
}

std::vector<TagStats> TagCounters::stats() const {
  std::vector<TagStats> stats;
  const std::lock_guard lock(mutex_);
  for (const auto& [pattern, counted] : patterns_) stats.push_back({pattern, counted.prefix, counted.exact});
  if (other_.prefix + other_.exact > 0) stats.push_back({"other", other_.prefix, other_.exact});
  return stats;
}

void TagCounters::reset() {
  const std::lock_guard lock(mutex_);
  patterns_.clear();
  other_ = {};
}

}  // namespace tagcache::detail
