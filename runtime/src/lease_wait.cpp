#include "lease_wait.hpp"

#include <algorithm>
#include <chrono>

namespace tagcache::detail {

Duration LeaseWait::pause(TimePoint now, Randomness& randomness) {
  if (now >= until_) return Duration::zero();
  has_waited_ = true;
  constexpr Duration shortest{1};
  const auto drawn = static_cast<Duration::rep>(static_cast<double>(next_.count()) * (1 - 0.25 * randomness.next()));
  const Duration left = std::chrono::ceil<Duration>(until_ - now);
  next_ = std::min(next_ + next_ / 2 + shortest, std::max(lease_ / 8, shortest));
  return std::clamp(Duration(drawn), shortest, left);
}

}  // namespace tagcache::detail
