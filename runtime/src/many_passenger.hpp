#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <tagcache/many_call.hpp>
#include <vector>

#include "passenger.hpp"

namespace tagcache::detail {

/// A read of several keys for which no thread waits: a passenger for each key, of which those whose flights are free
/// are loaded in one run. Who rides holds on to it until all have ended.
class Reader::ManyPassenger final : public Pending, public std::enable_shared_from_this<ManyPassenger> {
 public:
  ManyPassenger(Reader& reader, const ManyCall& call, std::unique_ptr<ManyCompletion> completion);
  /// To be called once, while the call is there.
  void take_on(const ManyCall& call);

  void begin() override;
  void cancel() override;

 private:
  class Seat;
  using Riders = std::vector<std::shared_ptr<Passenger>>;
  struct Ended {
    std::optional<Outcome> outcome = std::nullopt;
    std::exception_ptr error = nullptr;
  };

  void start();
  /// Serves what needs no load, and gives the others that still need a flight, by their places.
  [[nodiscard]] std::vector<std::size_t> look(const Riders& riders);
  void fly(const Riders& riders, const std::vector<std::size_t>& places);
  [[nodiscard]] FlightTable::Joined board(const Passenger& rider, std::shared_ptr<const LoneLoad>& inside);
  /// Calls `use` with the call as it was, of the riders' places.
  template <class Use>
  void with_call(const Riders& riders, const Use& use) const;
  [[nodiscard]] std::shared_ptr<const Riders> riders();
  void ended(std::size_t place, const std::exception_ptr& error, std::optional<Outcome> outcome);
  /// Who gets true completes it.
  [[nodiscard]] bool ends() { return !over_.exchange(true); }

  const std::shared_ptr<const void> owner_;  // first: it may go with this
  Reader& reader_;
  const std::unique_ptr<ManyCompletion> completion_;
  OwnedManyLoader loader_;           ///< of the riders' places
  std::vector<std::size_t> places_;  ///< for each key of the call that of its rider
  std::atomic<std::size_t> on_way_;  ///< riders that have not ended
  std::atomic<bool> over_ = false;
  std::mutex mutex_;
  std::shared_ptr<const Riders> riders_;  ///< until all have ended
  std::vector<Ended> ended_;              ///< each is written before `on_way_` counts it
  std::vector<Outcome> outcomes_;
};

}  // namespace tagcache::detail
