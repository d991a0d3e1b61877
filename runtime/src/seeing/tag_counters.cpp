#include "seeing/tag_counters.hpp"

namespace tagcache::detail {

std::string pattern_of(const Tag& tag) {
  std::string pattern;
  for (const Segment& segment : tag.segments()) {
    if (segment.kind == Segment::Kind::wild) {
      pattern += "(*)";
    } else {
      if (!pattern.empty()) pattern += '.';
      pattern += segment.text;
    }
  }
  return pattern;
}

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
