#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <vector>

namespace tagcache::detail {

/// What is to be known of the options of a read before an entry can be handed out with no more ado. For those of a
/// schema it is found out once.
class HitPlans {
 public:
  /// `options` lives longer. `has_remote` when memory does not know by itself all that happens.
  HitPlans(const CacheOptions& options, std::size_t queries, bool has_remote)
      : options_(options), has_remote_(has_remote), plans_(queries) {}

  /// How long before its end an entry needs a refresh; `has_more_to_do` when each hit has: a check, a draw, an
  /// observer, a question to a remote store. Throws what `check` throws for options that make no sense.
  [[nodiscard]] TimePoint::duration lead(const HitCall& call) {
    if (!call.manner.as_schema) return made(call);
    Known& known = plans_[call.manner.query];
    const TimePoint::duration plan = known.load(std::memory_order_relaxed);
    if (plan != not_made) return plan;
    return known = made(call);
  }

  static constexpr TimePoint::duration has_more_to_do{-1};

 private:
  static constexpr TimePoint::duration not_made{-2};

  struct Known : std::atomic<TimePoint::duration> {
    using std::atomic<TimePoint::duration>::operator=;
    Known() noexcept : std::atomic<TimePoint::duration>(not_made) {}
  };

  [[nodiscard]] TimePoint::duration made(const HitCall& call) const;

  const CacheOptions& options_;
  const bool has_remote_;
  std::vector<Known> plans_;
};

}  // namespace tagcache::detail
