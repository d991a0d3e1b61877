#pragma once

#include <memory>
#include <tagcache/clock.hpp>
#include <tagcache/duration.hpp>
#include <tagcache/randomness.hpp>

namespace tagcache::detail::redis {

/// Pauses between tries to connect: each up to twice as long as the one before. Chance takes up to half of a pause
/// away, so that the clients of a server that comes back do not come all at once.
struct PauseLimits {
  Duration first = std::chrono::milliseconds(50);
  Duration most = std::chrono::seconds(10);
};

/// What one connection does about failures, so that a server that is down costs its callers nothing: a circuit breaker
/// that is closed in `first_try` and `up`, open in `resting`, and half-open in `trying`, where we try and no caller
/// does. Knows no time but what it is told, and no connection. Not thread-safe.
class Breaker {
 public:
  enum class State {
    first_try,  ///< since it was good, or since the beginning: callers wait for it
    up,
    resting,  ///< callers are refused
    trying,   ///< callers are refused
  };

  /// How a connection ended: by itself, or given up since answers did not come.
  enum class Loss { ended, hung };

  Breaker(PauseLimits limits, std::shared_ptr<Randomness> randomness)
      : limits_(limits), randomness_(std::move(randomness)) {}

  [[nodiscard]] State state() const noexcept { return state_; }

  /// A try came to nothing. The pause before the next one.
  [[nodiscard]] Duration failed();

  /// The pause is over.
  void try_again() noexcept { state_ = State::trying; }

  void succeeded(TimePoint now) noexcept;

  /// The connection is gone. The pause before the next try: none, unless it was good only for a moment.
  [[nodiscard]] Duration lost(TimePoint now, Loss how);

 private:
  PauseLimits limits_;
  std::shared_ptr<Randomness> randomness_;
  State state_ = State::first_try;
  int failures_ = 0;  ///< in a row
  TimePoint up_since_;
};

}  // namespace tagcache::detail::redis
