#include "many_passenger.hpp"

#include <functional>
#include <tagcache/many_loader.hpp>
#include <unordered_map>
#include <utility>

#include "one_of_many.hpp"

namespace tagcache::detail {

/// The completion of one of the riders.
class Reader::ManyPassenger::Seat final : public Completion {
 public:
  Seat(std::shared_ptr<ManyPassenger> all, std::size_t place) : all_(std::move(all)), place_(place) {}
  void complete(std::exception_ptr error, std::optional<Outcome> outcome) override {
    all_->ended(place_, error, std::move(outcome));
  }

 private:
  const std::shared_ptr<ManyPassenger> all_;
  const std::size_t place_;
};

Reader::ManyPassenger::ManyPassenger(Reader& reader, const ManyCall& call, std::unique_ptr<ManyCompletion> completion)
    : owner_(reader.owner_.lock()), reader_(reader), completion_(std::move(completion)) {
  std::unordered_map<KeyView, std::size_t, KeyHash, std::equal_to<>> seen;
  std::vector<std::size_t> different;
  for (std::size_t place = 0; place < call.keys.size(); ++place) {
    const auto [known, is_new] = seen.emplace(call.keys[place], different.size());
    if (is_new) different.push_back(place);
    places_.push_back(known->second);
  }
  loader_ = call.own_load(different);
  ended_.resize(different.size());
  outcomes_.reserve(places_.size());  // when the last of them has ended there may be no memory left
  on_way_ = different.size();
}

void Reader::ManyPassenger::take_on(const ManyCall& call) {
  auto riders = std::make_shared<std::vector<std::shared_ptr<Passenger>>>();
  riders->reserve(ended_.size());
  for (std::size_t place = 0; place < places_.size(); ++place) {
    const std::size_t rider = riders->size();
    if (places_[place] != rider) continue;  // the key has been there before
    const auto tags = [&] { return call.tags(place); };
    const auto none = [](const EntryPointer&) { return LoadResult(); };
    const auto own = [&]() -> OwnedLoader {
      return {
          [loader = loader_, rider, key = std::make_shared<const Key>(call.keys[place])](const EntryPointer& previous) {
            return std::move(one_for_each(loader, {&rider, 1}, {&previous, 1}, key->view()).front());
          }};
    };
    ReadCall one{call.keys[place], call.type, tags, none, own, call.options, call.codec};
    one.purpose = call.manner.purpose;
    one.query = call.manner.query;
    one.on_refreshed = call.manner.on_refreshed;
    riders->push_back(Passenger::make(reader_, one, std::make_unique<Seat>(shared_from_this(), rider)));
  }
  riders_ = std::move(riders);
}

void Reader::ManyPassenger::begin() {
  try {
    reader_.unfinished_.add(this, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->cancel();
    });
    if (reader_.hands_on([self = shared_from_this()] { self->start(); })) return;
  } catch (...) {  // NOLINT(bugprone-empty-catch): nobody takes it, so that it is done here
  }
  start();
}

void Reader::ManyPassenger::start() {
  if (places_.empty() && ends()) {
    reader_.unfinished_.remove(this);
    completion_->complete(nullptr, std::vector<Outcome>());
  }
  const auto riders = this->riders();
  if (over_ || !riders) return;
  try {
    fly(*riders, look(*riders));
  } catch (...) {
    for (const auto& rider : *riders) rider->finish(std::current_exception(), std::nullopt);
  }
}

std::vector<std::size_t> Reader::ManyPassenger::look(const Riders& riders) {
  const TimePoint now = reader_.options_.clock->now();
  std::vector<Request> requests;
  for (const auto& rider : riders) requests.push_back(reader_.request(rider->call(), now));
  const std::vector<Found> found = reader_.find_in_store(requests);
  std::vector<std::optional<Outcome>> served;
  std::vector<QueuedPart> refreshes;
  for (std::size_t place = 0; place < riders.size(); ++place) {
    const ReadCall& call = riders[place]->call();
    const Waiter::Acting acting(riders[place]->acts_as());
    served.push_back(reader_.serve(call, found[place], now, [&](const EntryPointer& replaced, Purpose purpose) {
      refreshes.push_back({nullptr, &call, place, replaced, purpose});
    }));
  }
  with_call(riders, [&](const ManyCall& call) { reader_.queue_many_refreshes(call, std::move(refreshes)); });
  std::vector<std::size_t> needing;
  for (std::size_t place = 0; place < riders.size(); ++place) {
    if (served[place]) {
      riders[place]->finish(nullptr, std::move(served[place]));
    } else if (riders[place]->must_fly(found[place], now)) {
      needing.push_back(place);
    }
  }
  return needing;
}

void Reader::ManyPassenger::fly(const Riders& riders, const std::vector<std::size_t>& places) {
  std::vector<QueuedPart> parts;
  parts.reserve(places.size());
  std::vector<std::pair<std::size_t, FlightTable::Joined>> boarded;
  boarded.reserve(places.size());
  Duties duties(reader_.flights_, places.size(), true);
  std::shared_ptr<const LoneLoad> inside;
  for (const std::size_t place : places) {
    const Passenger& rider = *riders[place];
    if (inside == nullptr) inside = rider.inside();
    try {
      boarded.emplace_back(place, board(rider, inside));
    } catch (...) {
      riders[place]->finish(std::current_exception(), std::nullopt);
      continue;
    }
    const auto& [flight, leads] = boarded.back().second;
    if (!leads) continue;
    duties.add({flight, &rider.call(), place});
    const Purpose purpose = rider.has_stale() ? Purpose::refresh : rider.call().purpose;
    parts.push_back({flight, &rider.call(), place, nullptr, purpose});
  }
  for (const auto& [place, joined] : boarded) riders[place]->fly(joined);
  if (parts.empty()) return;
  bool is_taken = false;
  with_call(riders, [&](const ManyCall& call) { is_taken = reader_.post_many(call, parts, inside); });
  duties.pass_on();
  if (is_taken) return;
  for (const QueuedPart& part : parts) part.flight->drop();  // each tries for itself
}

FlightTable::Joined Reader::ManyPassenger::board(const Passenger& rider, std::shared_ptr<const LoneLoad>& inside) {
  const Waiter::Acting acting(rider.acts_as());
  const ReadCall& call = rider.call();
  if (reader_.effective(call.options).single_flight()) return reader_.board_in_background(call);
  const LoneLoad::Inside within(inside);
  inside = LoneLoad::begin(&reader_, call.key);
  return {std::make_shared<Flight>(call.type), true};
}

template <class Use>
void Reader::ManyPassenger::with_call(const Riders& riders, const Use& use) const {
  if (riders.empty()) return;
  std::vector<KeyView> keys;
  for (const auto& rider : riders) keys.push_back(rider->call().key);
  const ReadCall& first = riders.front()->call();
  const auto tags = [&](std::size_t place) { return riders[place]->call().tags(); };
  const auto none = [](Places, Stored) { return std::vector<LoadResult>(); };
  const auto own = [this](Places chosen) -> OwnedManyLoader {
    return [loader = loader_, mine = std::vector<std::size_t>(chosen.begin(), chosen.end())](Places its_places,
                                                                                             Stored stored) {
      return loader(detail::chosen(std::span<const std::size_t>(mine), its_places), stored);
    };
  };
  use(ManyCall{keys, first.type, tags, none, own, first.options, first.codec});
}

std::shared_ptr<const Reader::ManyPassenger::Riders> Reader::ManyPassenger::riders() {
  const std::lock_guard lock(mutex_);
  return riders_;
}

void Reader::ManyPassenger::ended(std::size_t place, const std::exception_ptr& error, std::optional<Outcome> outcome) {
  ended_[place] = {std::move(outcome), error};
  if (on_way_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  std::shared_ptr<const Riders> gone;  // they hold on to this
  {
    const std::lock_guard lock(mutex_);
    gone.swap(riders_);
  }
  if (!ends()) return;
  reader_.unfinished_.remove(this);
  for (const std::size_t rider : places_) {
    const auto& [its_outcome, its_error] = ended_[rider];
    if (!its_outcome) return completion_->complete(its_error, std::nullopt);
    outcomes_.push_back(*its_outcome);
  }
  completion_->complete(nullptr, std::move(outcomes_));
}

void Reader::ManyPassenger::cancel() {
  if (!ends()) return;
  reader_.unfinished_.remove(this);
  if (const auto riders = this->riders()) {
    for (const auto& rider : *riders) rider->cancel();
  }
  completion_->complete(nullptr, std::nullopt);
}

std::shared_ptr<Pending> Reader::read_many_later(const ManyCall& call, std::unique_ptr<ManyCompletion> completion) {
  auto read = std::make_shared<ManyPassenger>(*this, call, std::move(completion));
  read->take_on(call);
  return read;
}

}  // namespace tagcache::detail
