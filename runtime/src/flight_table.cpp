#include "flight_table.hpp"

#include <new>
#include <utility>

namespace tagcache::detail {

/// One that owns its key, and has a flight from the beginning.
struct FlightTable::KeptPlace : Place {
  KeptPlace(const KeyView& its_key, const ValueType& its_type) : Place(its_key, its_type), kept(its_key) {
    key = kept.view();
    flight = std::make_shared<Flight>(its_type);
  }
  const Key kept;
};

FlightTable::~FlightTable() {
  for (Part& part : parts_) {
    for (Place*& list : part.lists) {
      while (list != nullptr) part.take_out(&list);
    }
  }
}

FlightTable::Place** FlightTable::Part::find(const KeyView& key) noexcept {
  Place** link = &list(key);
  while (*link != nullptr && (*link)->key != key) link = &(*link)->next;
  return link;
}

void FlightTable::Part::add(Place& place) noexcept {
  if (count >= lists.size()) grow();
  place.next = std::exchange(list(place.key), &place);
  ++count;
}

void FlightTable::Part::grow() noexcept try {
  std::vector<Place*> old(2 * lists.size());
  old.swap(lists);
  for (Place* each : old) {
    while (each != nullptr) {
      Place& place = *std::exchange(each, each->next);
      place.next = std::exchange(list(place.key), &place);
    }
  }
} catch (const std::bad_alloc&) {  // the lists become longer
}

void FlightTable::Part::take_out(Place** link) noexcept {
  Place* const place = std::exchange(*link, (*link)->next);
  --count;
  if (place->lead != nullptr) {
    place->lead->is_found_ = false;
  } else {
    delete static_cast<KeptPlace*>(place);
  }
}

/// Of a place that is there. Who leads it by himself has made none.
const std::shared_ptr<Flight>& FlightTable::flight_of(Place& place) {
  if (!place.flight) place.lead->make_flight();
  return place.flight;
}

const std::shared_ptr<Flight>& FlightTable::Part::make(const KeyView& key, const ValueType& type) {
  auto place = std::make_unique<KeptPlace>(key, type);
  add(*place);
  return place.release()->flight;
}

std::shared_ptr<Flight> FlightTable::join(Lead& lead) {
  Part& part = this->part(lead.key);
  const std::lock_guard lock(part.mutex);
  if (Place* const found = *part.find(lead.key)) {
    const std::shared_ptr<Flight>& flight = flight_of(*found);
    if (found->type != lead.type || !flight->take_over()) return flight;
    lead.takes(flight);
  } else {
    part.add(lead);
    lead.has_entered_ = lead.is_found_ = true;
  }
  return nullptr;
}

FlightTable::Joined FlightTable::join(const KeyView& key, const ValueType& type) {
  Part& part = this->part(key);
  const std::lock_guard lock(part.mutex);
  if (Place* const found = *part.find(key)) {
    const std::shared_ptr<Flight>& flight = flight_of(*found);
    return {flight, found->type == &type && flight->take_over()};
  }
  const std::shared_ptr<Flight>& flight = part.make(key, type);
  return {flight, flight->begin_running()};
}

std::shared_ptr<Flight> FlightTable::queue(const KeyView& key, const ValueType& type) {
  Part& part = this->part(key);
  const std::lock_guard lock(part.mutex);
  return *part.find(key) == nullptr ? part.make(key, type) : nullptr;
}

std::shared_ptr<Flight> FlightTable::find(const KeyView& key) {
  Part& part = this->part(key);
  const std::lock_guard lock(part.mutex);
  Place* const found = *part.find(key);
  return found == nullptr ? nullptr : flight_of(*found);
}

void FlightTable::remove(const KeyView& key, const Flight& flight) {
  Part& part = this->part(key);
  const std::lock_guard lock(part.mutex);
  Place** const link = part.find(key);
  if (*link != nullptr && (*link)->flight.get() == &flight) part.take_out(link);
}

bool FlightTable::withdraw(const KeyView& key, const Flight& flight) {
  Part& part = this->part(key);
  const std::lock_guard lock(part.mutex);
  Place** const link = part.find(key);
  if (*link == nullptr || (*link)->flight.get() != &flight || !flight.queued()) return false;
  part.take_out(link);
  return true;
}

FlightTable::Lead::Lead(FlightTable& table, const KeyView& its_key, std::shared_ptr<Flight> known)
    : Lead(table, its_key, known->type()) {
  takes(std::move(known));
}

void FlightTable::Lead::takes(std::shared_ptr<Flight> known) {
  known->run_by(runner_);
  known_ = std::move(known);
}

void FlightTable::Lead::make_flight() {
  auto made = std::make_shared<Flight>(*type);
  static_cast<void>(made->begin_running());
  made->run_by(runner_);
  is_asked_for_.store(true);
  if (const auto* const load = load_.load()) made->learnt(*load);
  flight = std::move(made);
}

void FlightTable::Lead::learnt(const std::shared_ptr<const Load>& load) {
  if (known_) return known_->learnt(load);
  load_.store(&load);
  if (!is_asked_for_.load()) return;
  const std::lock_guard lock(table_.part(key).mutex);
  flight->learnt(load);
}

std::shared_ptr<Flight> FlightTable::Lead::leave() noexcept {
  if (known_) {
    table_.remove(key, *known_);
    return std::move(known_);
  }
  if (!std::exchange(has_entered_, false)) return nullptr;
  Part& part = table_.part(key);
  const std::lock_guard lock(part.mutex);
  if (is_found_) part.take_out(part.find(key));
  return std::move(flight);
}

}  // namespace tagcache::detail
