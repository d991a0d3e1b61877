#include "seeing/witness.hpp"

namespace tagcache::detail {

Witness::Witness(const CacheOptions& options, std::span<const std::string_view> queries) : options_(options) {
  const std::size_t lines = counting_lines();
  queries_.emplace_back(options.counted_as.value_or("primitives"), lines);
  for (const std::string_view query : queries) queries_.emplace_back(query, lines);
}

void Witness::ended(const Subject& subject, MissCause cause, const Outcome& outcome) noexcept {
  QueryCounters& counters = of(subject);
  if (outcome.joined) counters.add(Count::joined);
  if (outcome.status == Status::hit || outcome.status == Status::stale) {
    served(subject, outcome.status, *outcome.entry);
    return;
  }
  counters.add(cause);
  if (outcome.status == Status::fallback) counters.add(Count::fallback);
  if (outcome.entry->is_absent) counters.add(Count::negative);
}

void Witness::failed(const Subject& subject, MissCause cause) noexcept {
  of(subject).add(cause);
  of(subject).add(Count::failed);
}

void Witness::loaded(const Subject& subject, std::chrono::nanoseconds took) noexcept {
  of(subject).add_load(took);
  if (subject.purpose == Purpose::warming) of(subject).add_warming(took);
}

void Witness::load_failed(const Subject& subject) noexcept {
  of(subject).add(Count::failed_load);
  if (subject.purpose == Purpose::refresh) of(subject).add(Count::failed_refresh);
}

void Witness::refresh_queued(const Subject& subject, bool is_taken) noexcept {
  of(subject).add(is_taken ? Count::refresh : Count::refused_refresh);
}

void Witness::verified(const Subject& subject, const Verification& verification) noexcept {
  of(subject).add(Count::verified);
  if (verification.stale) of(subject).add(Count::found_stale);
  try {
    if (options_.on_verified) options_.on_verified(verification);
  } catch (...) {  // NOLINT(bugprone-empty-catch): who listens must not disturb the load
  }
}

void Witness::invalidated(std::span<const Invalidation> invalidations) noexcept {
  try {
    tags_.add(invalidations);
  } catch (...) {  // NOLINT(bugprone-empty-catch): without memory it is not counted
  }
}

Stats Witness::stats() const {
  Stats stats;
  stats.cache = *options_.prefix;
  for (std::size_t i = 1; i < queries_.size(); ++i) stats.queries.push_back(queries_[i].stats());
  QueryStats others = queries_.front().stats();
  const bool has_counted = others.reads() + others.loads() + others.failed_loads > 0;
  if (stats.queries.empty() || has_counted) stats.queries.push_back(std::move(others));
  stats.tags = tags_.stats();
  stats.clears = clears_.load(std::memory_order_relaxed);
  return stats;
}

void Witness::reset() {
  for (QueryCounters& query : queries_) query.reset();
  tags_.reset();
  clears_.store(0, std::memory_order_relaxed);
}

}  // namespace tagcache::detail
