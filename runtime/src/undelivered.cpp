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

Undelivered::Prepared Undelivered::prepared(std::span<const Invalidation> invalidations) {
  Prepared prepared;
  for (const Invalidation& each : invalidations) prepared.push_back({each});
  return prepared;
}

void Undelivered::remember(Prepared invalidations) noexcept {
  const std::lock_guard lock(mutex_);
  const Number number = last() + 1;
  while (!invalidations.empty()) {
    Prepared one;
    one.splice(one.begin(), invalidations, invalidations.begin());
    add(waiting_, std::move(one), number);
  }
  try {
    while (waiting_.size() > merged_at_) merge(number);
  } catch (...) {
    merged_at_ = 2 * waiting_.size();  // without memory they stay apart
  }
  last_.store(number, std::memory_order_release);
  count_.store(waiting_.size(), std::memory_order_release);
}

void Undelivered::add(Prepared& to, Prepared one, Number number) noexcept {
  const auto is_covering = [&](const Waiting& each) { return covers(each.invalidation, one.front().invalidation); };
  auto found = std::find_if(to.begin(), to.end(), is_covering);
  if (found == to.end()) {
    found = one.begin();
    to.splice(to.end(), one);
  }
  found->number = number;
}

void Undelivered::merge(Number number) {
  Prepared merged;
  for (const Waiting& each : waiting_) {
    const Invalidation wide = wider(each.invalidation);
    add(merged, prepared({&wide, 1}), number);
  }
  merged_at_ = merged.size() < waiting_.size() ? most : 2 * merged.size();
  waiting_.swap(merged);
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
