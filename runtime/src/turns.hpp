#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "flight.hpp"
#include "owned_call.hpp"

namespace tagcache::detail {

/// A load that warms, from when it was asked for until it has ended or was given up.
struct Turn {
  Turn(const ReadCall& call, TimePoint now, TimePoint limit)
      : job(call, nullptr, Purpose::warming), asked(now), until(limit) {}

  const OwnedCall job;
  const TimePoint asked;
  const TimePoint until;           ///< then it is given up; TimePoint::max(): never
  std::shared_ptr<Flight> flight;  ///< null until it has begun
};

/// Loads that warm take turns: a few at a time, the others in the order in which they came. Thread-safe.
class Turns {
 public:
  explicit Turns(std::size_t at_once) : at_once_(at_once == 0 ? 1 : at_once) {}

  /// False when too many wait already.
  [[nodiscard]] bool wait(std::shared_ptr<Turn> turn);
  /// Whose turn it is now; null when nobody waits, or no turn is free.
  [[nodiscard]] std::shared_ptr<Turn> next();
  /// Does nothing when it was given up meanwhile.
  void begun(Turn& turn, std::shared_ptr<Flight> flight);
  /// False when it had been given up before.
  bool ended(const Turn& turn);

  /// Those whose time is over have no turn and wait for none from now on.
  [[nodiscard]] std::vector<std::shared_ptr<Turn>> overdue(TimePoint now);
  /// When to look for them, if somebody waits for a turn and nobody was told so yet. The next call is answered after
  /// `looked` only.
  [[nodiscard]] std::optional<TimePoint> look_at();
  void looked();

  /// Nobody waits any more; how many did.
  std::size_t drop();

  static constexpr std::size_t most = 1'000;

 private:
  const std::size_t at_once_;
  std::mutex mutex_;
  std::deque<std::shared_ptr<Turn>> waiting_;
  std::vector<std::shared_ptr<Turn>> running_;
  bool planned_ = false;
};

}  // namespace tagcache::detail
