#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string_view>
#include <tagcache/handle.hpp>
#include <tagcache/observer.hpp>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/stats.hpp>
#include <tagcache/store.hpp>
#include <vector>

#include "entry_state.hpp"
#include "seeing/query_counters.hpp"
#include "seeing/tag_counters.hpp"

namespace tagcache::detail {

/// What something happens to: the key and the query of a read.
struct Subject {
  Subject(const ReadCall& call) : query(call.query), purpose(call.purpose), key(call.key) {}
  explicit Subject(const KeyView& its_key, unsigned its_query = by_hand)
      : query(its_query), purpose(Purpose::read), key(its_key) {}

  unsigned query;
  Purpose purpose;
  const KeyView& key;
};

/// Sees what happens in a cache, counts it, and tells its observer. Thread-safe; nothing here throws into what is seen.
/// `began` and `at` are times of the cache's clock; it is looked at again only for an observer that listens.
class Witness {
 public:
  /// `queries` are the names of those that have a number: the first is number 1. Reads by hand are number 0.
  Witness(const CacheOptions& options, std::span<const std::string_view> queries);

  /// A read was served an entry without a load: a hit, or stale.
  void served(const Subject& subject, Status status, const Found& found, TimePoint began) noexcept {
    count_served(subject, status, *found.entry);
    if (!options_.observer) return;
    const auto cause = status == Status::stale ? std::optional(miss_cause(found)) : std::nullopt;
    tell_read(subject, {status, cause, false}, found.entry.get(), began);
  }
  /// The same for a hit that no observer is told of.
  void hit(unsigned query, bool is_absent) noexcept {
    QueryCounters& counters = *queries_[query];
    counters.add(Count::hit);
    if (is_absent) counters.add(Count::negative);
  }
  /// A read that could not be served because of `cause` ended with `outcome`, or with an exception, or with nothing.
  void ended(const Subject& subject, MissCause cause, const Outcome& outcome, TimePoint began) noexcept;
  void failed(const Subject& subject, MissCause cause, TimePoint began) noexcept;
  void missed(const Subject& subject, MissCause cause, TimePoint began) noexcept;

  void error_remembered(const Subject& subject) noexcept { of(subject).add(Count::remembered_error); }
  void timed_out(const Subject& subject) noexcept { of(subject).add(Count::timeout); }

  /// The loader gave a value; or threw, which is told in the handler of the exception.
  void loaded(const Subject& subject, std::chrono::nanoseconds took) noexcept;
  void load_failed(const Subject& subject, TimePoint began) noexcept;
  /// A load waited since another process loads the key, and was spared or not.
  void waited_for_lease(const Subject& subject, bool is_spared) noexcept {
    of(subject).add(Count::lease_wait);
    if (is_spared) of(subject).add(Count::spared_load);
  }
  /// A load that was to warm and was asked for then will not, or is not waited for any more.
  void warming_given_up(const Subject& subject, TimePoint asked) noexcept;
  void kept(const Subject& subject, bool is_kept) noexcept { of(subject).add(is_kept ? Count::kept : Count::not_kept); }

  /// A load for `purpose` was handed to the executor, which took it or not.
  void refresh_queued(const Subject& subject, Purpose purpose, bool is_taken) noexcept;
  void verified(const Subject& subject, const Verification& verification) noexcept;

  /// The store was told.
  void invalidated(std::span<const Invalidation> invalidations) noexcept;
  void cleared() noexcept;

  /// Told in the handler of what the store threw.
  void store_failed(StoreCall call) noexcept;
  void store_answered() noexcept {
    if (store_errors_in_a_row_.load(std::memory_order_relaxed) != 0) store_errors_in_a_row_.store(0);
  }
  void switched(std::string_view what, bool on) noexcept;

  [[nodiscard]] Stats stats() const;
  void reset();

  /// What health is judged by, beside statistics; not set back with them.
  [[nodiscard]] std::uint64_t store_errors_in_a_row() const noexcept { return store_errors_in_a_row_.load(); }
  [[nodiscard]] std::uint64_t refusals_in_a_row() const noexcept { return refusals_in_a_row_.load(); }

 private:
  /// How a read ended.
  struct End {
    std::optional<Status> status;
    std::optional<MissCause> cause;
    bool joined = false;
    bool failed = false;
  };

  [[nodiscard]] QueryCounters& of(const Subject& subject) noexcept { return *queries_[subject.query]; }
  void count_served(const Subject& subject, Status status, const EntryNode& entry) noexcept {
    QueryCounters& counters = of(subject);
    counters.add(status == Status::hit ? Count::hit : Count::stale);
    if (entry.is_absent) counters.add(Count::negative);
  }
  void tell_read(const Subject& subject, const End& end, const EntryNode* entry, TimePoint began) noexcept;
  template <class Tell>
  void tell(Level level, const Tell& tell) noexcept;

  const CacheOptions& options_;
  std::vector<std::unique_ptr<QueryCounters>> queries_;  ///< those by hand first
  TagCounters tags_;
  std::atomic<std::uint64_t> clears_ = 0;
  std::array<std::atomic<std::uint64_t>, store_calls> store_errors_{};
  std::atomic<std::uint64_t> refusals_in_a_row_ = 0;
  /// Read at each call of the store, and so on a line that is seldom written.
  alignas(64) std::atomic<std::uint64_t> store_errors_in_a_row_ = 0;
};

}  // namespace tagcache::detail
