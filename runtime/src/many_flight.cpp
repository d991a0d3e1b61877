#include "many_flight.hpp"

#include <deque>
#include <exception>
#include <utility>

#include "one_of_many.hpp"
#include "reader.hpp"

namespace tagcache::detail {
namespace {

/// The flights that are not at their ends when all have departed, in step.
struct Departed {
  std::vector<const Led*> flights;
  std::vector<Departure> departures;
  std::vector<std::size_t> places;
  std::vector<EntryPointer> stored;

  explicit Departed(std::size_t most) {
    flights.reserve(most);
    departures.reserve(most);
    places.reserve(most);
    stored.reserve(most);
  }
  void add(const Led& led, Departure departure) {
    flights.push_back(&led);
    places.push_back(led.place);
    stored.push_back(departure.previous(*led.call));
    departures.push_back(std::move(departure));
  }
};

/// Ends the flight of `led` with what `give` gives, or throws.
template <class Give>
void conclude(FlightTable& flights, const Led& led, const Give& give) {
  std::optional<Outcome> outcome;
  std::exception_ptr error;
  try {
    outcome = give();
  } catch (...) {
    error = std::current_exception();
  }
  flights.remove(led.call->key, *led.flight);
  if (outcome) {
    led.flight->succeed(*std::move(outcome));
  } else {
    led.flight->fail(std::move(error));
  }
}

}  // namespace

Duties::~Duties() {
  for (const Led& led : led_) {
    if (queued_) {
      // One that is in no table nobody else can begin.
      const bool is_ours = flights_.withdraw(led.call->key, *led.flight) || led.flight->queued();
      if (is_ours) led.flight->abandon();
    } else if (!led.flight->over()) {
      flights_.remove(led.call->key, *led.flight);
      led.flight->abandon();
    }
  }
}

void Reader::fly_many(std::span<const Led> led, ManyLoader load) {
  Departed departed(led.size());
  for (const Led& one : led) {
    one.flight->run_by(Waiter::current());
    std::optional<Departure> departure;
    try {
      departure = depart(*one.call, options_.clock->now());
      one.flight->learnt(departure->begun.load);
    } catch (...) {
      conclude(flights_, one, []() -> Outcome { throw; });
      continue;
    }
    if (auto found = departure->found(*one.call)) {
      conclude(flights_, one, [&] { return *std::move(found); });
    } else {
      departed.add(one, *std::move(departure));
    }
  }
  if (departed.flights.empty()) return;
  std::vector<LoadResult> results;
  std::exception_ptr error;
  try {
    results = one_for_each(load, departed.places, departed.stored, departed.flights.front()->call->key);
  } catch (...) {
    error = std::current_exception();
  }
  for (std::size_t i = 0; i < departed.flights.size(); ++i) {
    const ReadCall& call = *departed.flights[i]->call;
    conclude(flights_, *departed.flights[i], [&]() -> Outcome {
      try {
        if (error) std::rethrow_exception(error);
        return arrive(call, departed.departures[i], std::move(results[i]));
      } catch (...) {
        return stand_in(call, departed.departures[i]);
      }
    });
  }
}

/// Loads that wait for an executor together. Those that somebody in need takes over meanwhile are left out.
struct Reader::QueuedMany {
  QueuedMany(const ManyCall& call, std::span<const QueuedPart> given) : loader(call.own_load(places_of(given))) {
    for (const QueuedPart& part : given) parts.emplace_back(part);
  }
  QueuedMany(const QueuedMany&) = delete;
  QueuedMany& operator=(const QueuedMany&) = delete;
  ~QueuedMany() {
    for (const Part& part : parts) part.flight->drop();
  }

  struct Part {
    explicit Part(const QueuedPart& given) : flight(given.flight), job(*given.call, given.replaced, given.purpose) {}
    const std::shared_ptr<Flight> flight;
    const OwnedCall job;
  };

  static std::vector<std::size_t> places_of(std::span<const QueuedPart> given) {
    std::vector<std::size_t> places;
    for (const QueuedPart& part : given) places.push_back(part.place);
    return places;
  }

  const OwnedManyLoader loader;
  std::deque<Part> parts;
};

bool Reader::post_many(const ManyCall& call, std::span<const QueuedPart> parts,
                       const std::shared_ptr<const LoneLoad>& inside) {
  try {
    auto queued = std::make_shared<const QueuedMany>(call, parts);
    return background_.post([this, queued, inside] {
      Duties duties(flights_, queued->parts.size(), false);
      for (std::size_t i = 0; i < queued->parts.size(); ++i) {
        const auto& [flight, job] = queued->parts[i];
        if (flight->begin_running()) duties.add({flight, &job.view(), i});
      }
      {
        const LoneLoad::Inside within(inside);
        fly_many(duties.led(), queued->loader);
      }
      for (const Led& one : duties.led()) tell(queued->parts[one.place].job);
    });
  } catch (...) {
    return false;
  }
}

void Reader::queue_many_refreshes(const ManyCall& call, std::vector<QueuedPart> wished) {
  std::vector<QueuedPart> parts;
  parts.reserve(wished.size());
  Duties duties(flights_, wished.size(), true);
  std::shared_ptr<const LoneLoad> inside;
  for (QueuedPart& part : wished) {
    if (!may_refresh(*part.call, part.purpose)) continue;
    part.flight = queue_flight(*part.call);
    if (!part.flight) continue;
    duties.add({part.flight, part.call, part.place});
    if (!effective(part.call->options).single_flight()) {
      inside = LoneLoad::begin_unawaited(this, part.call->key, inside);
    }
    parts.push_back(std::move(part));
  }
  if (parts.empty()) return;
  duties.pass_on();
  const bool is_taken = post_many(call, parts, inside);
  for (const QueuedPart& part : parts) refresh_queued(*part.call, *part.flight, part.purpose, is_taken);
}

}  // namespace tagcache::detail
