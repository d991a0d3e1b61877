#include "undelivered.hpp"

#include <algorithm>
#include <utility>

namespace tagcache::detail {
namespace {

bool reaches(const Invalidation& invalidation, const Tag& tag) {
  return invalidation.reach == Reach::exact ? tag == invalidation.tag
                                            : tag.bytes().starts_with(invalidation.tag.bytes());
}

bool is_as_hard(const Invalidation& one, const Invalidation& other) {
  return one.becomes == Becomes::invalidated || other.becomes == Becomes::expired;
}

bool covers(const Invalidation& one, const Invalidation& other) {
  if (!is_as_hard(one, other)) return false;
  return one.reach == Reach::prefix ? reaches(one, other.tag) : other.reach == Reach::exact && one.tag == other.tag;
}

/// The tag above, or the tag itself when it has one segment; with all that is below it.
Invalidation wider(const Invalidation& invalidation) {
  const std::vector<Segment> segments = invalidation.tag.segments();
  const std::size_t kept = std::max<std::size_t>(segments.size() - 1, 1);
  return {Tag::of(std::span(segments).first(kept)), Reach::prefix, invalidation.becomes};
}

}  // namespace

void Undelivered::remember(std::span<const Invalidation> invalidations) {
  const std::lock_guard lock(mutex_);
  const Number number = last() + 1;
  for (const Invalidation& each : invalidations) add(each, number);
  while (waiting_.size() > merged_at_) merge(number);
  last_.store(number, std::memory_order_release);
  count_.store(waiting_.size(), std::memory_order_release);
}

void Undelivered::add(const Invalidation& invalidation, Number number) {
  const auto is_covering = [&](const Waiting& each) { return covers(each.invalidation, invalidation); };
  const auto found = std::find_if(waiting_.begin(), waiting_.end(), is_covering);
  if (found == waiting_.end()) {
    waiting_.push_back({invalidation, number});
  } else {
    found->number = number;
  }
}

void Undelivered::merge(Number number) {
  std::vector<Waiting> old = waiting_;  // a copy: nothing is lost when memory is short
  std::vector<Waiting> merged;
  merged.swap(waiting_);
  try {
    for (const Waiting& each : old) add(wider(each.invalidation), number);
  } catch (...) {
    waiting_.swap(merged);
    throw;
  }
  merged_at_ = waiting_.size() < old.size() ? most : 2 * waiting_.size();
}

Undelivered::Batch Undelivered::batch() const {
  const std::lock_guard lock(mutex_);
  Batch batch{{}, last()};
  for (const Waiting& each : waiting_) batch.invalidations.push_back(each.invalidation);
  return batch;
}

void Undelivered::delivered(const Batch& batch) {
  const std::lock_guard lock(mutex_);
  std::erase_if(waiting_, [&](const Waiting& each) { return each.number <= batch.last; });
  if (waiting_.size() <= most) merged_at_ = most;
  deliveries_.fetch_add(1, std::memory_order_release);  // before the count: who sees it fall sees this rise
  count_.store(waiting_.size(), std::memory_order_release);
}

std::optional<Becomes> Undelivered::effect(std::span<const Tag> tags, Number since) const {
  if (count() == 0) return std::nullopt;
  const std::lock_guard lock(mutex_);
  std::optional<Becomes> effect;
  for (const auto& [invalidation, number] : waiting_) {
    const auto is_reached = [&waits = invalidation](const Tag& tag) { return reaches(waits, tag); };
    if (number <= since || std::none_of(tags.begin(), tags.end(), is_reached)) continue;
    if (invalidation.becomes == Becomes::invalidated) return Becomes::invalidated;
    effect = Becomes::expired;
  }
  return effect;
}

}  // namespace tagcache::detail
