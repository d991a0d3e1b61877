#include "many_read.hpp"

#include <functional>
#include <unordered_map>
#include <utility>

#include "entry_state.hpp"

namespace tagcache::detail {

std::vector<Outcome> Reader::read_many(const ManyCall& call) {
  return call.keys.empty() ? std::vector<Outcome>() : ManyRead(*this, call).run();
}

Reader::ManyRead::ManyRead(Reader& reader, const ManyCall& call) : reader_(reader), call_(call) {
  std::unordered_map<KeyView, std::size_t, KeyHash, std::equal_to<>> seen;
  for (std::size_t place = 0; place < call.keys.size(); ++place) {
    const auto [known, is_new] = seen.emplace(call.keys[place], ones_.size());
    if (is_new) ones_.emplace_back(call, place);
    places_.push_back(known->second);
  }
}

std::vector<Outcome> Reader::ManyRead::run() {
  look();
  std::vector<One*> pending;
  for (One& one : ones_) {
    if (!one.is_served) prepare(one);
    if (!one.ended()) pending.push_back(&one);
  }
  while (!pending.empty()) pending = load_round(pending);
  return outcomes();
}

void Reader::ManyRead::look() {
  began_ = reader_.options_.clock->now();
  std::vector<Request> requests;
  for (const One& one : ones_) requests.push_back(reader_.request(one.view(), began_));
  const std::vector<Found> found = reader_.find_in_store(requests);
  std::vector<QueuedPart> refreshes;
  for (std::size_t i = 0; i < ones_.size(); ++i) {
    One& one = ones_[i];
    one.found = found[i];
    one.outcome = reader_.serve(one.view(), one.found, began_, [&](const EntryPointer& replaced, Purpose purpose) {
      refreshes.push_back({nullptr, &one.view(), one.part.place(), replaced, purpose});
    });
    one.is_served = one.outcome.has_value();
  }
  reader_.queue_many_refreshes(call_, std::move(refreshes));
}

/// Before anything is loaded: how long it may be waited for, and whether an error is remembered.
void Reader::ManyRead::prepare(One& one) {
  const ReadCall& call = one.view();
  one.has_stale = reader_.waits_for_refresh(call, one.found, began_);
  if (const auto error = reader_.error_in_the_way(call, began_)) {
    if (one.has_stale) one.outcome = reader_.still_stale(call, Status::stale);
    if (one.outcome) return;
    reader_.witness_.error_remembered(call);
    one.outcome = reader_.fallback(call);
    if (!one.outcome) one.error = error;
    return;
  }
  if (one.has_stale && reader_.refresh_pauses(call, began_)) {
    one.outcome = reader_.still_stale(call, Status::stale);
    if (one.outcome) return;
    one.has_stale = false;  // nor does it wait for what is not tried now
  }
  const Duration patience = reader_.patience(call, one.has_stale);
  if (patience == Duration::zero() || Background::runs_here()) return;
  one.deadline = later(began_, patience);
  elsewhere_ = true;
}

std::vector<Reader::ManyRead::One*> Reader::ManyRead::load_round(const std::vector<One*>& pending) {
  inside_ = LoneLoad::innermost();
  std::vector<One*> again;
  again.reserve(pending.size());
  Duties duties(reader_.flights_, pending.size(), elsewhere_);
  for (One* const one : pending) {
    try {
      board(*one, duties);
    } catch (...) {
      fail(*one);  // this key alone; the others are loaded
    }
  }
  fly(pending, duties);
  const auto land_those = [&](bool bounded) {
    for (One* const one : pending) {
      const bool is_bounded = one->deadline != TimePoint::max();
      if (is_bounded == bounded && !one->ended() && !land(*one)) again.push_back(one);
    }
  };
  land_those(true);
  take_over(pending);
  land_those(false);
  return again;
}

/// Who has no old value and no limit does not wait for a place on the executor: what has not begun yet is loaded here.
void Reader::ManyRead::take_over(const std::vector<One*>& pending) {
  Duties duties(reader_.flights_, pending.size(), false);
  for (One* const one : pending) {
    if (one->ended() || !one->flight || one->deadline != TimePoint::max()) continue;
    // Who has queued it wants to know that this call's options held for it.
    if (!(one->leads ? one->flight->begin_running() : one->flight->take_over())) continue;
    one->leads = true;
    one->runs = true;
    duties.add({one->flight, &one->view(), one->part.place()});
  }
  const LoneLoad::Inside inside(inside_);
  if (!duties.led().empty()) reader_.fly_many(duties.led(), call_.load);
}

/// The old value of a key whose refresh no executor runs; false when it may not be served any more.
bool Reader::ManyRead::serve_old(One& one) {
  one.outcome = reader_.still_stale(one.view(), Status::stale);
  if (one.outcome) reader_.give_up(one.view().key, *one.flight);
  return one.outcome.has_value();
}

void Reader::ManyRead::board(One& one, Duties& duties) {
  const ReadCall& call = one.view();
  one.aboard.reset();
  one.flight = nullptr;
  one.runs = false;
  if (!reader_.effective(call.options).single_flight()) return board_alone(one);  // in no table: nobody else waits
  auto joined = elsewhere_ ? reader_.board_in_background(call) : reader_.board(call);
  one.flight = std::move(joined.flight);
  one.leads = joined.leads;
  if (one.leads) {
    duties.add({one.flight, &call, one.part.place()});
  } else {
    one.aboard.emplace(*one.flight);  // it is needed, though it may be long until this caller waits
  }
}

void Reader::ManyRead::board_alone(One& one) {
  {
    const LoneLoad::Inside inside(inside_);
    inside_ = LoneLoad::begin(&reader_, one.view().key);
  }
  one.flight = std::make_shared<Flight>(one.view().type);
  one.leads = true;
  if (!elsewhere_) static_cast<void>(one.flight->begin_running());
}

void Reader::ManyRead::fly(const std::vector<One*>& pending, Duties& duties) {
  if (elsewhere_) {
    std::vector<QueuedPart> parts;
    for (const One* const one : pending) {
      if (one->flight && one->leads) {
        const Purpose purpose = one->has_stale ? Purpose::refresh : one->view().purpose;
        parts.push_back({one->flight, &one->view(), one->part.place(), nullptr, purpose});
      }
    }
    if (parts.empty() || reader_.post_many(call_, parts, inside_)) return duties.pass_on();
    for (One* const one : pending) {
      if (one->flight && one->leads && one->has_stale) static_cast<void>(serve_old(*one));
    }
  }
  fly_here(pending);
}

/// Also when no executor takes it: then it may be that others in need have begun some of them.
void Reader::ManyRead::fly_here(const std::vector<One*>& pending) {
  Duties duties(reader_.flights_, pending.size(), false);
  for (One* const one : pending) {
    if (one->ended() || !one->flight || !one->leads) continue;
    if (elsewhere_) one->leads = one->flight->begin_running();
    one->runs = one->leads;
    if (one->runs) duties.add({one->flight, &one->view(), one->part.place()});
  }
  const LoneLoad* const outer = LoneLoad::innermost().get();
  const LoneLoad::Inside inside(inside_);
  if (!duties.led().empty()) reader_.fly_many(duties.led(), call_.load);
  for (const LoneLoad* load = inside_.get(); load != outer; load = load->outer.get()) load->is_over.store(true);
}

/// False when the flight had nothing for this key.
bool Reader::ManyRead::land(One& one) {
  const ReadCall& call = one.view();
  try {
    const Aboard aboard(*one.flight);
    one.aboard.reset();
    one.outcome = one.runs ? one.flight->result() : reader_.await(*one.flight, one.leads, call, one.deadline);
    if (one.outcome) return true;
    if (one.flight->dropped() && one.has_stale && serve_old(one)) return true;
    if (one.flight->dropped()) {
      elsewhere_ = false;  // no executor is going to run it
      one.deadline = TimePoint::max();
    } else if (reader_.options_.clock->now() >= one.deadline) {
      run_out_of_time(one);
    }
    return one.ended();
  } catch (...) {
    fail(one);
    return true;
  }
}

/// In the handler of what its load, or the search for one, threw.
void Reader::ManyRead::fail(One& one) {
  const auto error = std::current_exception();
  if (one.has_stale) one.outcome = reader_.still_stale(one.view(), Status::fallback);
  if (!one.outcome) one.error = error;
}

void Reader::ManyRead::run_out_of_time(One& one) {
  const ReadCall& call = one.view();
  if (one.has_stale) {
    one.outcome = reader_.still_stale(call, Status::stale);
    // Invalidated or cleared meanwhile: a read of its own.
    if (!one.outcome) one.outcome = reader_.load(call, reader_.options_.clock->now());
    return;
  }
  reader_.witness_.timed_out(call);
  one.outcome = reader_.fallback(call);
  if (!one.outcome) throw load_timeout(call.key, reader_.patience(call, false));
}

std::vector<Outcome> Reader::ManyRead::outcomes() {
  std::exception_ptr first_error;
  for (const One& one : ones_) {
    if (one.is_served) continue;
    const MissCause cause = load_cause(one.view(), one.found);
    if (one.outcome) {
      reader_.witness_.ended(one.view(), cause, *one.outcome, began_);
    } else {
      reader_.witness_.failed(one.view(), cause, began_);
      if (!first_error) first_error = one.error;
    }
  }
  if (first_error) std::rethrow_exception(first_error);
  std::vector<Outcome> outcomes;
  outcomes.reserve(places_.size());
  for (const std::size_t place : places_) outcomes.push_back(*ones_[place].outcome);
  return outcomes;
}

}  // namespace tagcache::detail
