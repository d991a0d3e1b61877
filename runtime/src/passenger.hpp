#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

#include "owned_call.hpp"
#include "reader.hpp"

namespace tagcache::detail {

/// A read for which no thread waits. It holds on to itself while a flight may still call it.
class Reader::Passenger final : public Pending, public std::enable_shared_from_this<Passenger> {
 public:
  /// By `make`.
  Passenger(Reader& reader, const ReadCall& call, std::unique_ptr<Completion> completion, Glance glance);
  /// Its timer outlives it, and keeps a count of references alone: no room for all this.
  [[nodiscard]] static std::shared_ptr<Passenger> make(Reader& reader, const ReadCall& call,
                                                       std::unique_ptr<Completion> completion, Glance glance = {}) {
    return std::shared_ptr<Passenger>(new Passenger(reader, call, std::move(completion), std::move(glance)));
  }

  void begin() override;
  void cancel() override;

  /// For a read of several keys, in place of `begin`.
  [[nodiscard]] const ReadCall& call() const noexcept { return call_.view(); }
  [[nodiscard]] const std::shared_ptr<const LoneLoad>& inside() const noexcept { return inside_; }
  [[nodiscard]] const std::shared_ptr<Waiter>& acts_as() const noexcept { return acts_as_; }
  [[nodiscard]] bool has_stale() const noexcept { return has_stale_; }
  /// Whether a flight is needed, when `found` is not to be served. Otherwise it is over.
  [[nodiscard]] bool must_fly(const Found& found, TimePoint now);
  /// In the given flight.
  void fly(const FlightTable::Joined& joined);
  void finish(const std::exception_ptr& error, std::optional<Outcome> outcome);

 private:
  void start();
  [[nodiscard]] bool served_stale();
  /// Ends the read, if it need not wait.
  [[nodiscard]] bool is_served(const Found& found, TimePoint now);
  /// Whether it waits for a load from `now` on. Otherwise it is over.
  [[nodiscard]] bool may_wait(TimePoint now);
  /// False when nobody will tell that the time is over.
  [[nodiscard]] bool sets_timer();
  void seek_flight();
  void landed(const std::shared_ptr<Flight>& flight, bool leads, std::size_t ride);
  /// Where tasks must not block.
  void rings(bool for_refresh);
  /// `for_refresh`: it had an old value when it began to wait.
  void out_of_time(bool for_refresh);
  /// The refresh that it waited for does not come, or not in time: whether it needs a load of its own. Otherwise it is
  /// over.
  [[nodiscard]] bool goes_without_refresh();
  /// Nobody runs the load.
  void refused();
  /// No value will come, or none in time.
  void give_up(const std::exception_ptr& error, Status with_stale);
  /// False when it is over already. Who gets true completes it.
  [[nodiscard]] bool ends() { return !over_.exchange(true); }
  /// False when it is in no flight, or not on that ride any more.
  bool leave(bool gives_up, std::size_t ride = any_ride);
  static constexpr std::size_t any_ride = 0;

  const std::shared_ptr<const void> owner_;  // first: it may go with this
  Reader& reader_;
  const OwnedCall call_;
  const std::shared_ptr<Waiter> waiter_;   ///< the asynchronous load that asks; null when none does
  const std::shared_ptr<Waiter> acts_as_;  ///< the same, or one of its own: in whatever thread it asks
  const std::shared_ptr<const LoneLoad> inside_;
  std::unique_ptr<Completion> completion_;
  Glance glance_;
  std::atomic<bool> has_stale_ = false;  ///< it waits for a refresh, and may be served an old value meanwhile
  TimePoint began_;
  std::optional<MissCause> cause_;  ///< why it is not served at once; absent until that is known
  std::atomic<bool> over_ = false;
  std::mutex mutex_;
  std::shared_ptr<Flight> aboard_;
  std::size_t rides_ = 0;  ///< it may come back to a flight that it has left
  std::size_t drops_ = 0;  ///< flights that an executor let go of: one that lets go of all is not asked without an end
  static constexpr std::size_t drops_max = 2;
};

}  // namespace tagcache::detail
