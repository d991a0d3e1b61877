#include "seeing/health.hpp"

#include <algorithm>
#include <string>

namespace tagcache::detail {
namespace {

/// So many errors of a store are no accident.
constexpr std::uint64_t errors_of_a_store_that_is_down = 10;

/// One hit in so many may differ because the source changed while it was loaded.
constexpr std::uint64_t hits_for_one_found_stale = 100;

}  // namespace

Health judge(const Condition& condition) {
  Health health;
  const auto degrade = [&health](std::string reason) {
    health.state = Health::State::degraded;
    health.reasons.push_back(std::move(reason));
  };
  if (condition.store_errors_in_a_row > 0) {
    degrade("the store failed " + std::to_string(condition.store_errors_in_a_row) + " times in a row");
  }
  if (condition.remote_errors_in_a_row > 0) {
    degrade("the remote store failed " + std::to_string(condition.remote_errors_in_a_row) + " times in a row");
  }
  if (condition.deaf) degrade("announcements of other nodes are not heard");
  if (condition.undelivered > 0) {
    degrade("the store has not heard of " + std::to_string(condition.undelivered) + " invalidations yet");
  }
  if (condition.refusals_in_a_row > 0) {
    degrade("the executor refused " + std::to_string(condition.refusals_in_a_row) + " refreshes in a row");
  }
  if (condition.stopped) degrade("background work was stopped");
  if (!condition.enabled) degrade("the cache is switched off");
  if (condition.read_only) degrade("the cache is read-only");
  if (condition.found_stale > 0 && condition.found_stale * hits_for_one_found_stale >= condition.verified) {
    degrade(std::to_string(condition.found_stale) + " of " + std::to_string(condition.verified) +
            " verified hits were stale");
  }
  if (std::max(condition.store_errors_in_a_row, condition.remote_errors_in_a_row) >= errors_of_a_store_that_is_down) {
    health.state = Health::State::down;
  }
  return health;
}

}  // namespace tagcache::detail
