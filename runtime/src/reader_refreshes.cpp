#include <exception>
#include <utility>

#include "reader.hpp"

namespace tagcache::detail {

/// A load that waits for an executor. An executor may let go of a task that it has accepted; who waits for the flight
/// then runs it.
struct Reader::Queued {
  Queued(const ReadCall& call, std::shared_ptr<Flight> its_flight, EntryPointer replaced, Purpose purpose)
      : flight(std::move(its_flight)), job(call, std::move(replaced), purpose) {}
  Queued(const Queued&) = delete;
  Queued& operator=(const Queued&) = delete;
  ~Queued() { flight->drop(); }

  const std::shared_ptr<Flight> flight;
  const OwnedCall job;
};

bool Reader::post(const ReadCall& call, const std::shared_ptr<Flight>& flight, EntryPointer replaced, Purpose purpose,
                  std::shared_ptr<const LoneLoad> awaited_by) {
  if (call.asynchronous) {
    if (flight->begin_running()) launch(flight, call, std::move(replaced), purpose, std::move(awaited_by));
    return true;
  }
  try {
    auto queued = std::make_shared<const Queued>(call, flight, std::move(replaced), purpose);
    return background_.post([this, queued, inside = std::move(awaited_by)] {
      if (!queued->flight->begin_running()) return;
      try {
        const LoneLoad::Inside within(inside);
        FlightTable::Lead leading(flights_, queued->job.view().key, queued->flight);
        static_cast<void>(lead(leading, queued->job.view(), options_.clock->now()));
      } catch (...) {  // NOLINT(bugprone-empty-catch): who waits got it; if nobody does, a later read tries again
      }
      tell(queued->job);
    });
  } catch (...) {
    flight->drop();  // nobody is going to run it, and who waits for it is told so
    return false;
  }
}

bool Reader::may_refresh(const ReadCall& call, Purpose purpose) {
  if (purpose != Purpose::verification && !store_.keeps()) return false;
  const TimePoint now = options_.clock->now();
  return purpose == Purpose::refresh ? !refresh_pauses(call, now) : !errors_.find(call.key, call.type, now);
}

std::shared_ptr<Flight> Reader::queue_refresh(const ReadCall& call, EntryPointer replaced, Purpose purpose) {
  if (!may_refresh(call, purpose)) return nullptr;
  // Its loader may ask for its own key, and would find no flight to join where nobody shares loads.
  auto inside = effective(call.options).single_flight() ? nullptr : LoneLoad::begin_unawaited(this, call.key);
  std::shared_ptr<Flight> flight = queue_flight(call);
  if (!flight) return nullptr;
  refresh_queued(call, *flight, purpose, post(call, flight, std::move(replaced), purpose, std::move(inside)));
  return flight;
}

std::shared_ptr<Flight> Reader::queue_flight(const ReadCall& call) {
  auto flight = flights_.queue(call.key, call.type);
  if (flight) return flight;
  const auto other = flights_.find(call.key);
  if (!other || !other->dropped()) return nullptr;
  give_up(call.key, *other);
  return flights_.queue(call.key, call.type);
}

void Reader::refresh_queued(const ReadCall& call, Flight& flight, Purpose purpose, bool is_taken) {
  witness_.refresh_queued(call, purpose, is_taken);
  if (!is_taken) give_up(call.key, flight);  // a refresh is a favour: the read that it came from has its value
}

void Reader::give_up(const KeyView& key, Flight& flight) {
  if (flights_.withdraw(key, flight)) flight.abandon();
}

void Reader::forget_outdated_flight(const ReadCall& call) {
  const std::shared_ptr<Flight> flight = flights_.find(call.key);
  // Its own loader must find it, or it could load its own key again and again.
  if (flight && !can_join(*flight, call) && !flight->is_asking()) flights_.remove(call.key, *flight);
}

}  // namespace tagcache::detail
