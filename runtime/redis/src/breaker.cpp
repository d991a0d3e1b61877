#include "breaker.hpp"

#include <algorithm>

namespace tagcache::detail::redis {

Duration Breaker::failed() {
  state_ = State::resting;
  failures_ = std::min(failures_ + 1, 30);
  const auto grown = limits_.first.count() << (failures_ - 1);
  const auto most = std::min<Duration::rep>(grown, limits_.most.count());
  return Duration(most - static_cast<Duration::rep>(static_cast<double>(most) * 0.5 * randomness_->next()));
}

void Breaker::succeeded(TimePoint now) noexcept {
  state_ = State::up;
  up_since_ = now;
}

Duration Breaker::lost(TimePoint now, Loss how) {
  // A server that greets and ends again and again is as bad as none.
  if (now - up_since_ < limits_.most) {
    if (failures_ > 0) return failed();
  } else {
    failures_ = 0;
  }
  ++failures_;
  state_ = how == Loss::hung ? State::trying : State::first_try;
  return Duration::zero();
}

}  // namespace tagcache::detail::redis
