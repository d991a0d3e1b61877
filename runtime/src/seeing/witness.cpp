#include "seeing/witness.hpp"

#include <tagcache/errors.hpp>

namespace tagcache::detail {

Witness::Witness(const CacheOptions& options, std::span<const std::string_view> queries) : options_(options) {
  const std::size_t seats = counting_seats();
  queries_.push_back(std::make_unique<QueryCounters>(options.counted_as.value_or("primitives"), seats));
  for (const std::string_view query : queries) queries_.push_back(std::make_unique<QueryCounters>(query, seats));
}

template <class Tell>
void Witness::tell(Level level, const Tell& tell) noexcept {
  Observer* const observer = options_.observer.get();
  try {
    if (observer != nullptr && level >= observer->level()) tell(*observer);
  } catch (...) {  // NOLINT(bugprone-empty-catch): who listens must not disturb what is seen
  }
}

void Witness::tell_read(const Subject& subject, const End& end, const EntryNode* entry, TimePoint began) noexcept {
  const bool went_wrong = end.failed || end.status == Status::fallback;
  const Level level = went_wrong ? Level::warning : Level::debug;
  tell(level, [&](Observer& observer) {
    const TimePoint now = options_.clock->now();
    ReadEvent event{of(subject).query(), subject.key, end.status, end.cause, end.joined, end.failed, now - began, {}};
    if (entry != nullptr) event.fresh_for = entry->fresh_until() - now;
    observer.read(level, event);
  });
}

void Witness::ended(const Subject& subject, MissCause cause, const Outcome& outcome, TimePoint began) noexcept {
  QueryCounters& counters = of(subject);
  if (outcome.joined) counters.add(Count::joined);
  if (outcome.status == Status::hit || outcome.status == Status::stale) {
    count_served(subject, outcome.status, *outcome.entry);
  } else {
    counters.add(cause);
    if (outcome.status == Status::fallback) counters.add(Count::fallback);
    if (outcome.entry->is_absent) counters.add(Count::negative);
  }
  tell_read(subject, {outcome.status, cause, outcome.joined}, &*outcome.entry, began);
}

void Witness::failed(const Subject& subject, MissCause cause, TimePoint began) noexcept {
  of(subject).add(cause);
  of(subject).add(Count::failed);
  tell_read(subject, {{}, cause, false, true}, nullptr, began);
}

void Witness::missed(const Subject& subject, MissCause cause, TimePoint began) noexcept {
  of(subject).add(cause);
  tell_read(subject, {{}, cause}, nullptr, began);
}

void Witness::loaded(const Subject& subject, std::chrono::nanoseconds took) noexcept {
  of(subject).add_load(took);
  const bool warms = subject.purpose == Purpose::warming;
  if (warms) of(subject).add_warming(took);
  const Level level = warms ? Level::info : Level::debug;
  tell(level, [&](Observer& observer) {
    observer.load(level, {of(subject).query(), subject.key, subject.purpose, took, nullptr});
  });
}

void Witness::load_failed(const Subject& subject, TimePoint began) noexcept {
  of(subject).add(Count::failed_load);
  if (subject.purpose == Purpose::refresh) of(subject).add(Count::failed_refresh);
  if (subject.purpose == Purpose::warming) of(subject).add(Count::failed_warming);
  tell(Level::warning, [&](Observer& observer) {
    observer.load(Level::warning, {of(subject).query(), subject.key, subject.purpose, options_.clock->now() - began,
                                   std::current_exception()});
  });
}

void Witness::warming_given_up(const Subject& subject, TimePoint asked) noexcept {
  of(subject).add(Count::warming_given_up);
  tell(Level::warning, [&](Observer& observer) {
    const auto error = std::make_exception_ptr(LoadTimeout("the warming of " + subject.key.text() + " was given up"));
    observer.load(Level::warning,
                  {of(subject).query(), subject.key, Purpose::warming, options_.clock->now() - asked, error});
  });
}

void Witness::refresh_queued(const Subject& subject, Purpose purpose, bool is_taken) noexcept {
  of(subject).add(is_taken ? Count::refresh : Count::refused_refresh);
  if (!is_taken) {
    refusals_in_a_row_.fetch_add(1);
  } else if (refusals_in_a_row_.load() != 0) {
    refusals_in_a_row_.store(0);
  }
  const Level level = is_taken ? Level::debug : Level::warning;
  tell(level,
       [&](Observer& observer) { observer.refresh(level, {of(subject).query(), subject.key, purpose, is_taken}); });
}

void Witness::verified(const Subject& subject, const Verification& verification) noexcept {
  // A refresh that brings another value is what refreshes are for; a hit that differs should have been invalidated.
  const bool is_refresh = verification.is_refresh;
  of(subject).add(is_refresh ? Count::compared_refresh : Count::verified);
  if (verification.stale) of(subject).add(is_refresh ? Count::changed_refresh : Count::found_stale);
  const Level level = verification.stale && !is_refresh ? Level::warning : Level::debug;
  tell(level, [&](Observer& observer) { observer.verified(level, {of(subject).query(), verification}); });
}

void Witness::invalidated(std::span<const Invalidation> invalidations) noexcept {
  try {
    tags_.add(invalidations);
  } catch (...) {  // NOLINT(bugprone-empty-catch): without memory it is not counted
  }
  tell(Level::info, [&](Observer& observer) { observer.invalidated(Level::info, invalidations); });
}

void Witness::cleared() noexcept {
  clears_.fetch_add(1, std::memory_order_relaxed);
  tell(Level::info, [&](Observer& observer) { observer.cleared(Level::info, *options_.prefix); });
}

void Witness::store_failed(StoreCall call) noexcept {
  store_errors_[static_cast<std::size_t>(call)].fetch_add(1, std::memory_order_relaxed);
  store_errors_in_a_row_.fetch_add(1);
  tell(Level::error, [&](Observer& observer) {
    observer.store_failed(Level::error, {call, std::current_exception(), options_.clock->now()});
  });
}

void Witness::switched(std::string_view what, bool on) noexcept {
  tell(Level::info, [&](Observer& observer) { observer.switched(Level::info, what, on); });
}

Stats Witness::stats() const {
  Stats stats;
  stats.cache = *options_.prefix;
  for (std::size_t i = 1; i < queries_.size(); ++i) stats.queries.push_back(queries_[i]->stats());
  QueryStats others = queries_.front()->stats();
  const bool has_counted = others.reads() + others.loads() + others.failed_loads > 0;
  if (stats.queries.empty() || has_counted) stats.queries.push_back(std::move(others));
  stats.tags = tags_.stats();
  stats.clears = clears_.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < store_calls; ++i) {
    stats.store_errors[i] = store_errors_[i].load(std::memory_order_relaxed);
  }
  return stats;
}

void Witness::reset() {
  for (const auto& query : queries_) query->reset();
  tags_.reset();
  clears_.store(0, std::memory_order_relaxed);
  for (auto& errors : store_errors_) errors.store(0, std::memory_order_relaxed);
}

}  // namespace tagcache::detail
