#include "passenger.hpp"

#include <exception>
#include <utility>

namespace tagcache::detail {

Reader::Passenger::Passenger(Reader& reader, const ReadCall& call, std::unique_ptr<Completion> completion,
                             Glance glance)
    : owner_(reader.owner_.lock()),
      reader_(reader),
      call_(call, nullptr, call.purpose),
      waiter_(Waiter::acted_for()),
      acts_as_(waiter_ ? waiter_ : std::make_shared<Waiter>()),
      inside_(LoneLoad::innermost()),
      completion_(std::move(completion)),
      glance_(std::move(glance)) {}

void Reader::Passenger::begin() {
  try {
    reader_.unfinished_.add(this, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->cancel();
    });
    if (reader_.hands_on([self = shared_from_this()] { self->start(); })) return;
    start();
  } catch (...) {
    finish(std::current_exception(), std::nullopt);
  }
}

void Reader::Passenger::start() try {
  // Whatever thread this is: what it asks for is asked by who asked for this.
  const Waiter::Acting acting(acts_as_);
  const ReadCall& call = call_.view();
  const bool has_looked = glance_.found.has_value();
  const TimePoint now = has_looked ? glance_.at : reader_.options_.clock->now();
  const Found found =
      has_looked ? *std::exchange(glance_.found, {}) : reader_.find_in_store(reader_.request(call, now));
  if (!has_looked && is_served(found, now)) return;
  if (must_fly(found, now)) seek_flight();
} catch (...) {
  finish(std::current_exception(), std::nullopt);
}

bool Reader::Passenger::must_fly(const Found& found, TimePoint now) {
  const ReadCall& call = call_.view();
  began_ = now;
  cause_ = load_cause(call, found);
  has_stale_ = reader_.waits_for_refresh(call, found, now);
  if (has_stale_ && reader_.refresh_pauses(call, now)) {
    if (served_stale()) return false;
    has_stale_ = false;  // nor does it wait for what is not tried now
  }
  return may_wait(now);
}

bool Reader::Passenger::may_wait(TimePoint now) {
  const ReadCall& call = call_.view();
  if (const auto error = reader_.error_in_the_way(call, now)) {
    reader_.witness_.error_remembered(call);
    give_up(error, Status::stale);
    return false;
  }
  // Who cannot bound the wait does not wait, if there is anything to be served.
  return sets_timer() || !has_stale_ || !served_stale();
}

bool Reader::Passenger::served_stale() {
  auto outcome = reader_.still_stale(call_.view(), Status::stale);
  if (!outcome) return false;
  finish(nullptr, std::move(outcome));
  return true;
}

bool Reader::Passenger::is_served(const Found& found, TimePoint now) {
  const ReadCall& call = call_.view();
  auto served =
      call.purpose == Purpose::warming ? reader_.need_not_warm(call, found, now) : reader_.serve(call, found, now);
  if (!served) return false;
  finish(nullptr, std::move(served));
  return true;
}

bool Reader::Passenger::sets_timer() {
  const bool for_refresh = has_stale_;
  const Duration patience = reader_.patience(call_.view(), for_refresh);
  if (patience == Duration::zero()) return true;
  return reader_.background_.post_after(patience, [weak = weak_from_this(), for_refresh] {
    if (const auto self = weak.lock()) self->rings(for_refresh);
  });
}

void Reader::Passenger::seek_flight() {
  const ReadCall& call = call_.view();
  const Waiter::Acting acting(acts_as_);
  FlightTable::Joined joined;
  {
    const LoneLoad::Inside inside(inside_);
    joined = reader_.fly_in_background(call, has_stale_);
  }
  if (!joined.flight) {
    // It stands in the table for a thread that would take it over.
    const auto known = reader_.flights_.find(call.key);
    if (known && known->dropped()) reader_.give_up(call.key, *known);
    return refused();
  }
  fly(joined);
}

void Reader::Passenger::refused() {
  give_up(std::make_exception_ptr(LoadRefused("no thread took the load of " + call_.view().key.text())), Status::stale);
}

void Reader::Passenger::fly(const FlightTable::Joined& joined) {
  const ReadCall& call = call_.view();
  const auto& [flight, leads] = joined;
  if (waiter_ && !flight->begins_to_wait(*waiter_)) {
    return give_up(std::make_exception_ptr(recursive_load(call.key)), Status::fallback);
  }
  flight->board();
  std::size_t ride = any_ride;
  {
    const std::lock_guard lock(mutex_);
    aboard_ = flight;
    ride = ++rides_;
  }
  if (over_) {
    leave(false);  // the time was over on the way, or it was cancelled; the load goes on
    return;
  }
  flight->on_end([self = shared_from_this(), flight, leads, ride] { self->landed(flight, leads, ride); });
}

void Reader::Passenger::landed(const std::shared_ptr<Flight>& flight, bool leads, std::size_t ride) {
  if (!leave(false, ride) || over_) return;
  const ReadCall& call = call_.view();
  try {
    const bool is_own = leads && !flight->taken_over();
    std::optional<Outcome> outcome = is_own ? flight->result() : reader_.share(*flight, call);
    if (outcome) return finish(nullptr, std::move(outcome));
    if (flight->dropped()) {
      // An executor let go of it; what nobody is going to run must not be found by the next one.
      reader_.give_up(call.key, *flight);
      if (++drops_ == drops_max) return refused();
      if (has_stale_.exchange(false) && !goes_without_refresh()) return;
    }
    seek_flight();
  } catch (...) {
    give_up(std::current_exception(), Status::fallback);
  }
}

void Reader::Passenger::cancel() {
  if (!ends()) return;
  reader_.unfinished_.remove(this);
  leave(true);
  completion_->complete(nullptr, std::nullopt);
}

void Reader::Passenger::rings(bool for_refresh) {
  if (over_) return;
  // The end of the task tells it, so that one that is dropped, or that nobody takes, is as good.
  std::shared_ptr<void> at_end(nullptr,
                               [self = shared_from_this(), for_refresh](void*) { self->out_of_time(for_refresh); });
  static_cast<void>(reader_.hands_on([at_end = std::move(at_end)] {}));
}

void Reader::Passenger::out_of_time(bool for_refresh) try {
  const ReadCall& call = call_.view();
  if (over_) return;
  if (for_refresh) {
    // Who has no flight is on the way to one, and goes on.
    if (has_stale_.exchange(false) && goes_without_refresh() && leave(false)) seek_flight();
    return;
  }
  if (call.purpose == Purpose::warming) {
    reader_.witness_.warming_given_up(call, began_);
  } else {
    reader_.witness_.timed_out(call);
  }
  give_up(std::make_exception_ptr(load_timeout(call.key, reader_.patience(call, false))), Status::stale);
} catch (...) {
  finish(std::current_exception(), std::nullopt);
}

bool Reader::Passenger::goes_without_refresh() {
  // Cleared or invalidated meanwhile: a read of its own.
  return !served_stale() && may_wait(reader_.options_.clock->now());
}

void Reader::Passenger::give_up(const std::exception_ptr& error, Status with_stale) {
  if (over_) return;
  if (has_stale_) {
    if (auto outcome = reader_.still_stale(call_.view(), with_stale)) return finish(nullptr, std::move(outcome));
  }
  if (auto outcome = reader_.fallback(call_.view())) return finish(nullptr, std::move(outcome));
  finish(error, std::nullopt);
}

void Reader::Passenger::finish(const std::exception_ptr& error, std::optional<Outcome> outcome) {
  if (!ends()) return;
  reader_.unfinished_.remove(this);
  leave(false);
  if (call_.view().purpose == Purpose::warming) cause_.reset();  // it is no read
  if (cause_ && outcome) reader_.witness_.ended(call_.view(), *cause_, *outcome, began_);
  if (cause_ && error) reader_.witness_.failed(call_.view(), *cause_, began_);
  completion_->complete(error, std::move(outcome));
}

bool Reader::Passenger::leave(bool gives_up, std::size_t ride) {
  std::shared_ptr<Flight> flight;
  {
    const std::lock_guard lock(mutex_);
    if (ride != any_ride && ride != rides_) return false;
    flight.swap(aboard_);
  }
  if (!flight) return false;
  if (waiter_) flight->stops_waiting(*waiter_);
  flight->leave(gives_up);
  return true;
}

bool Reader::hands_on(std::function<void()> work) noexcept {
  try {
    return store_.blocks() && background_.post(std::move(work));
  } catch (...) {
    return false;
  }
}

std::optional<Outcome> Reader::read_now(const ReadCall& call, Glance& glance) {
  if (call.purpose == Purpose::warming) return std::nullopt;
  if (store_.blocks()) return hit_in_front(call);
  glance.at = options_.clock->now();
  glance.found = find_in_store(request(call, glance.at));
  return serve(call, *glance.found, glance.at);
}

std::optional<Outcome> Reader::hit_in_front(const ReadCall& call) {
  bool found_nothing = false;
  const Manner manner{call.purpose, call.on_refreshed, call.query};
  Outcome outcome = hit({call.key, call.type, call.options, call.codec, manner, found_nothing});
  return outcome.entry ? std::optional(std::move(outcome)) : std::nullopt;
}

std::shared_ptr<Pending> Reader::read_later(const ReadCall& call, std::unique_ptr<Completion> completion,
                                            Glance glance) {
  return Passenger::make(*this, call, std::move(completion), std::move(glance));
}

void Reader::owned_by(const std::shared_ptr<const void>& owner) {
  owner_ = owner;
  background_.owned_by(owner);
}

Shutdown Reader::shutdown(Duration patience) {
  const std::size_t waiting = turns_.drop();
  Shutdown shutdown = background_.drain(*options_.clock, later(options_.clock->now(), patience));
  shutdown.dropped += waiting;
  store_.redeliver();  // the last chance: nothing runs in the background any more
  return shutdown;
}

void Reader::end() {
  static_cast<void>(turns_.drop());
  unfinished_.end();
  background_.close();
}

}  // namespace tagcache::detail
