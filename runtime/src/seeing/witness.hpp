#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <span>
#include <string_view>
#include <tagcache/handle.hpp>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/stats.hpp>
#include <tagcache/store.hpp>
#include <tagcache/verification.hpp>

#include "seeing/query_counters.hpp"
#include "seeing/tag_counters.hpp"

namespace tagcache::detail {

/// What something happens to: the key and the query of a read.
struct Subject {
  Subject(const ReadCall& call) : query(call.query), purpose(call.purpose), key(call.key) {}
  explicit Subject(const KeyView& its_key) : query(by_hand), purpose(Purpose::read), key(its_key) {}

  unsigned query;
  Purpose purpose;
  const KeyView& key;
};

/// Sees what happens in a cache and counts it. Thread-safe; nothing here throws into what is seen.
class Witness {
 public:
  /// `queries` are the names of those that have a number: the first is number 1. Reads by hand are number 0.
  Witness(const CacheOptions& options, std::span<const std::string_view> queries);

  /// A read was served an entry without a load: a hit, or stale.
  void served(const Subject& subject, Status status, const EntryNode& entry) noexcept {
    QueryCounters& counters = of(subject);
    counters.add(status == Status::hit ? Count::hit : Count::stale);
    if (entry.is_absent) counters.add(Count::negative);
  }
  /// A read that could not be served because of `cause` ended with `outcome`, or with an exception, or with nothing.
  void ended(const Subject& subject, MissCause cause, const Outcome& outcome) noexcept;
  void failed(const Subject& subject, MissCause cause) noexcept;
  void missed(const Subject& subject, MissCause cause) noexcept { of(subject).add(cause); }

  void error_remembered(const Subject& subject) noexcept { of(subject).add(Count::remembered_error); }
  void timed_out(const Subject& subject) noexcept { of(subject).add(Count::timeout); }

  /// The loader gave a value, or threw.
  void loaded(const Subject& subject, std::chrono::nanoseconds took) noexcept;
  void load_failed(const Subject& subject) noexcept;
  void kept(const Subject& subject, bool is_kept) noexcept { of(subject).add(is_kept ? Count::kept : Count::not_kept); }

  void refresh_queued(const Subject& subject, bool is_taken) noexcept;
  void verified(const Subject& subject, const Verification& verification) noexcept;

  void invalidated(std::span<const Invalidation> invalidations) noexcept;
  void cleared() noexcept { clears_.fetch_add(1, std::memory_order_relaxed); }

  [[nodiscard]] Stats stats() const;
  void reset();

 private:
  [[nodiscard]] QueryCounters& of(const Subject& subject) noexcept { return queries_[subject.query]; }

  const CacheOptions& options_;
  std::deque<QueryCounters> queries_;  ///< those by hand first
  TagCounters tags_;
  std::atomic<std::uint64_t> clears_ = 0;
};

}  // namespace tagcache::detail
