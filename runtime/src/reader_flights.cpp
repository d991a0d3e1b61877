#include <exception>
#include <tagcache/errors.hpp>
#include <utility>

#include "entry_state.hpp"
#include "new_entry.hpp"
#include "reader.hpp"

namespace tagcache::detail {
namespace {

/// Who asks for a load waits for it already while it begins, which may run its loader: that one may ask in turn.
class Asking {
 public:
  explicit Asking(const Flight& flight)
      : flight_(flight), waiter_(Waiter::current()), waits_(begins(flight, waiter_)) {}
  ~Asking() {
    if (waits_) flight_.stops_waiting(waiter_);
  }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;

 private:
  /// Without memory a circle is found one round later.
  static bool begins(const Flight& flight, Waiter& waiter) noexcept {
    try {
      return flight.begins_to_wait(waiter);
    } catch (...) {
      return false;
    }
  }

  const Flight& flight_;
  Waiter& waiter_;
  const bool waits_;
};

}  // namespace

Outcome Reader::load_here(const ReadCall& call, TimePoint now) {
  if (call.asynchronous) return *load_within(call, TimePoint::max(), false);
  if (effective(call.options).single_flight()) return load_or_join(call, now);
  FlightTable::Lead alone(flights_, call.key, call.type);  // in no table
  const LoneLoad::Running running(LoneLoad::begin(this, call.key));
  return lead(alone, call, now);
}

Outcome Reader::load_or_join(const ReadCall& call, TimePoint now) {
  for (;; now = options_.clock->now()) {
    FlightTable::Lead lead(flights_, call.key, call.type);
    const auto flight = board(lead, call);
    if (!flight) return this->lead(lead, call, now);
    const Aboard aboard(*flight);
    // Without an outcome the flight has ended and is gone from the table.
    if (auto outcome = join(*flight, call, TimePoint::max())) return *std::move(outcome);
  }
}

std::shared_ptr<Flight> Reader::board(FlightTable::Lead& lead, const ReadCall& call) {
  for (;;) {
    auto flight = flights_.join(lead);
    if (!flight || can_join(*flight, call)) return flight;
    forget_flight(call.key, *flight);
  }
}

FlightTable::Joined Reader::board(const ReadCall& call) {
  for (;;) {
    auto joined = flights_.join(call.key, call.type);
    if (joined.leads || can_join(*joined.flight, call)) return joined;
    forget_flight(call.key, *joined.flight);
  }
}

void Reader::forget_flight(const KeyView& key, const Flight& flight) {
  flight.refuse_recursion(key);
  flights_.remove(key, flight);  // its own callers still get its result
}

std::optional<Outcome> Reader::await(Flight& flight, bool leads, const ReadCall& call, TimePoint deadline) {
  if (!leads) return join(flight, call, deadline);
  flight.await(call.key, *options_.clock, deadline);
  return flight.taken_over() ? share(flight, call) : flight.result();
}

std::optional<Outcome> Reader::join(Flight& flight, const ReadCall& call, TimePoint deadline) {
  flight.await(call.key, *options_.clock, deadline);
  return share(flight, call);
}

std::optional<Outcome> Reader::share(const Flight& flight, const ReadCall& call) {
  std::optional<Outcome> outcome;
  try {
    outcome = flight.result();
  } catch (...) {
    // Its leader had nothing to stand in, or would not have it; grace is each caller's own.
    auto stands_in = fallback(call);
    if (!stands_in) throw;
    stands_in->joined = true;
    return stands_in;
  }
  return outcome ? as_passenger(flight, call, *std::move(outcome)) : std::nullopt;
}

std::optional<Outcome> Reader::as_passenger(const Flight& flight, const ReadCall& call, Outcome outcome) {
  const TimePoint now = options_.clock->now();
  if (outcome.status == Status::hit) {
    // The leader loaded nothing: it found an entry, perhaps before an invalidation that this caller comes after. Who
    // wants a load was not served by that, though the flight was its own before another caller took it over.
    if (call.purpose == Purpose::force) return std::nullopt;
    const Found found = find_in_store(request(call, now));
    if (state_of(found, now) != State::fresh) return std::nullopt;
    return Outcome{Status::hit, true, now, found.entry, nullptr};
  }
  if (outcome.status == Status::fallback) {
    // What stood in for the leader may have been invalidated before this caller came, and grace is each caller's own.
    auto own = fallback(call);
    if (own) own->joined = true;
    return own;
  }
  if (!can_share(flight, *outcome.entry)) return std::nullopt;
  outcome.joined = true;
  outcome.read_at = now;
  return outcome;
}

bool Reader::can_join(const Flight& flight, const ReadCall& call) {
  if (&flight.type() != &call.type) return false;
  const auto load = flight.load();
  if (call.purpose == Purpose::force) return false;  // it began before this caller came
  if (!load) return true;
  try {
    if (*load && !store_.is_as_consistent(**load, effective(call.options).consistency())) return false;
    return *load && store_.is_current(**load, {});
  } catch (...) {
    return false;  // a store that cannot tell might have missed an invalidation
  }
}

/// Which tags a value brings was not known when this caller joined: it may have come after an invalidation of one.
bool Reader::can_share(const Flight& flight, const EntryNode& loaded) {
  const auto load = flight.load();
  if (loaded.result_tags == 0 || !load || !*load) return true;  // without a load this caller came before the loader ran
  return is_current(**load, loaded);
}

bool Reader::is_current(const Load& load, const EntryNode& entry) {
  try {
    return store_.is_current(load, result_tags(entry));
  } catch (...) {
    return false;
  }
}

Outcome Reader::lead(FlightTable::Lead& lead, const ReadCall& call, TimePoint now) {
  Departure departure{{}, now, {}};  // those who join look at its load, until they find it no more
  try {
    Outcome outcome = fly(lead, call, departure);
    if (const auto flight = lead.leave()) flight->succeed(outcome);
    return outcome;
  } catch (...) {
    if (const auto flight = lead.leave()) flight->fail(std::current_exception());
    throw;
  }
}

Outcome Reader::fly(FlightTable::Lead& lead, const ReadCall& call, Departure& departure) {
  departure = depart_in_turn(call, departure.created);
  lead.learnt(departure.begun.load);
  if (const auto found = departure.found(call)) return *found;
  try {
    return arrive(call, departure, call.load(departure.previous(call)));
  } catch (...) {
    return stand_in(call, departure);
  }
}

/// `created` is before the store is asked for generations, and so before the source is read in any way.
Departure Reader::depart(const ReadCall& call, TimePoint created, Duration lease) {
  Departure departure{call.tags(), created, {}};
  const auto same_tags = [&departure] { return departure.tags; };
  Request request = this->request(call, created);
  request.tags = same_tags;
  request.lease = lease;
  departure.begun = begin_in_store(request, departure.tags);
  return departure;
}

Outcome Reader::stand_in(const ReadCall& call, const Departure& departure) {
  witness_.load_failed(call, departure.created);
  try {
    throw;
  } catch (const RecursiveLoad&) {
    // The mistake of one way through the loaders is not what others will get.
  } catch (...) {
    if (call.purpose != Purpose::verification) remember_error(call, departure.begun);
    if (call.purpose == Purpose::refresh) pause_refreshes(call, departure.begun);
  }
  if (auto outcome = fallback(call)) return *std::move(outcome);
  throw;
}

Outcome Reader::arrive(const ReadCall& call, Departure& departure, LoadResult result) {
  const TimePoint created = departure.created;
  const Begun& begun = departure.begun;
  const TimePoint loaded = options_.clock->now();
  NewEntry entry = new_entry(result, departure.previous(call), call.key, departure);
  witness_.loaded(call, loaded - created);
  entry->created_at = created;
  static_cast<void>(date(*entry, call.options, result.settings, loaded));
  const Status status = begun.found.entry ? Status::reloaded : Status::miss;
  const Outcome outcome{status, false, loaded, EntryPointer(std::move(entry)), begun.found.entry};
  const auto verification = check(call, departure, *outcome.entry);
  if (call.report != nullptr) *call.report = {verification, begun.found.entry, outcome.entry.share()};
  if (call.purpose == Purpose::verification && departure.replaces_what_was_found(call) &&
      state_of(begun.found, created) == State::fresh) {
    if (!verification || !verification->stale || !*options_.verification_replaces) return outcome;
  }
  if (unfinished_.ended()) return outcome;  // nobody waited for it to the end
  errors_.forget(call.key);
  failed_refreshes_.forget(call.key);
  witness_.kept(call, keep(call.key, begun, outcome.entry.share(), loaded));
  return outcome;
}

bool Reader::keep(const KeyView& key, const Begun& begun, EntryPointer entry, TimePoint loaded) {
  try {
    return begun.load && store_.keep(begun.load, key, std::move(entry), loaded);
  } catch (...) {
    return false;  // the caller has its value; the next read loads again
  }
}

void Reader::remember_error(const ReadCall& call, const Begun& begun) {
  const Duration error_ttl = effective(call.options).error_ttl();
  if (error_ttl == Duration::zero() || !begun.load) return;
  errors_.remember(call.key, call.type, std::current_exception(), options_.clock->now(), error_ttl, begun);
}

std::optional<Outcome> Reader::load_within(const ReadCall& call, TimePoint deadline, bool has_stale) {
  // A loader that waited on a thread of the executor for another one could wait for its own.
  if (!call.asynchronous && Background::runs_here()) return load_here(call, options_.clock->now());
  do {
    const auto [flight, leads] = fly_in_background(call, has_stale);
    if (!flight && has_stale) return std::nullopt;
    if (!flight) return load_here(call, options_.clock->now());
    const Aboard aboard(*flight);
    if (auto outcome = await(*flight, leads, call, deadline)) return outcome;
    if (!flight->dropped()) continue;
    if (!has_stale) return load_here(call, options_.clock->now());
    give_up(call.key, *flight);
    return std::nullopt;
  } while (options_.clock->now() < deadline);
  return std::nullopt;
}

FlightTable::Joined Reader::fly_in_background(const ReadCall& call, bool has_stale) {
  const Purpose purpose = has_stale ? Purpose::refresh : call.purpose;
  if (!effective(call.options).single_flight()) {
    const auto flight = std::make_shared<Flight>(call.type);
    return {post(call, flight, nullptr, purpose, LoneLoad::begin(this, call.key)) ? flight : nullptr, true};
  }
  auto joined = board_in_background(call);
  const Asking asking(*joined.flight);
  if (!joined.leads || post(call, joined.flight, nullptr, purpose, LoneLoad::innermost())) return joined;
  // Refused, it stays in the table for a caller in need to take over: others may wait for it already.
  if (has_stale) give_up(call.key, *joined.flight);
  return {nullptr, true};
}

FlightTable::Joined Reader::board_in_background(const ReadCall& call) {
  for (;;) {
    if (const auto flight = flights_.queue(call.key, call.type)) return {flight, true};
    const auto flight = flights_.find(call.key);
    if (!flight) continue;
    if (can_join(*flight, call)) return {flight, false};
    flight->refuse_recursion(call.key);
    flights_.remove(call.key, *flight);
  }
}

}  // namespace tagcache::detail
