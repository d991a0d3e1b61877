#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
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

  /// How long before its end an entry needs a refresh. Absent when each hit has more to do: a check, a draw, an
  /// observer, a question to a remote store. Throws what `check` throws for options that make no sense.
  [[nodiscard]] std::optional<TimePoint::duration> lead(const HitCall& call) {
    if (!call.manner.as_schema) return made(call);
    Known& known = plans_[call.manner.query];
    Plan plan = known.load(std::memory_order_relaxed);
    if (plan == not_made) {
      plan = made(call).value_or(TimePoint::duration(has_more_to_do)).count();
      known.store(plan, std::memory_order_relaxed);
    }
    return plan == has_more_to_do ? std::nullopt : std::optional(TimePoint::duration(plan));
  }

 private:
  using Plan = TimePoint::duration::rep;
  static constexpr Plan has_more_to_do = -1;
  static constexpr Plan not_made = -2;

  struct Known : std::atomic<Plan> {
    Known() noexcept : std::atomic<Plan>(not_made) {}
  };

  [[nodiscard]] std::optional<TimePoint::duration> made(const HitCall& call) const;

  const CacheOptions& options_;
  const bool has_remote_;
  std::vector<Known> plans_;
};

}  // namespace tagcache::detail
