#include "reader.hpp"

#include <algorithm>
#include <exception>
#include <span>
#include <string_view>
#include <tagcache/errors.hpp>
#include <unordered_set>
#include <utility>

#include "entry_state.hpp"
#include "one_of_many.hpp"

namespace tagcache::detail {
namespace {

/// Whether an entry that is not fresh is served instead of a load.
bool serves_stale(State state, const EffectiveOptions& options) {
  if (options.grace_is_off()) return false;
  return state == State::expired ||
         (state == State::invalidated && options.on_invalidate() == OnInvalidate::serve_stale);
}

/// What a store that throws has found.
Found unreachable() { return {nullptr, Validity::valid, MissCause::store_failed}; }

}  // namespace

MissCause load_cause(const ReadCall& call, const Found& found) noexcept {
  return call.purpose == Purpose::force ? MissCause::forced : miss_cause(found);
}

std::optional<Outcome> Reader::get(const Request& request, Accept accept) {
  return take(request, find_in_store(request), accept);
}

std::vector<std::optional<Outcome>> Reader::get_many(std::span<const Request> requests, Accept accept) {
  std::vector<std::optional<Outcome>> outcomes;
  if (requests.empty()) return outcomes;
  const std::vector<Found> found = find_in_store(requests);
  for (std::size_t i = 0; i < requests.size(); ++i) outcomes.push_back(take(requests[i], found[i], accept));
  return outcomes;
}

std::optional<Outcome> Reader::take(const Request& request, const Found& found, Accept accept) {
  const Subject subject(request.key);
  const State state = state_of(found, request.now);
  if (state != State::fresh && (state != State::expired || accept == Accept::fresh)) {
    witness_.missed(subject, miss_cause(found), request.now);
    return std::nullopt;
  }
  const Status status = state == State::fresh ? Status::hit : Status::stale;
  witness_.served(subject, status, found, request.now);
  return Outcome{status, false, request.now, found.entry, nullptr};
}

Outcome Reader::hit(const HitCall& call) {
  if (call.manner.purpose != Purpose::read) return {};
  const TimePoint::duration lead = plans_.lead(call);
  if (lead == HitPlans::has_more_to_do) return {};
  const TimePoint now = options_.clock->roughly_now();
  const Pinned found = store_.hit(call.key, call.type, now, lead);
  if (found.slot == nullptr) {
    call.found_nothing = found.is_absent();
    return {};
  }
  witness_.hit(call.manner.query, found.slot->is_absent);
  return {Status::hit, false, now, HeldEntry(*found.pin, found.slot->value), nullptr};
}

Outcome Reader::read(const ReadCall& call) {
  const TimePoint now = options_.clock->now();
  if (call.found_nothing) return read_by_load(call, {}, now);
  const Found found = find_in_store(request(call, now));
  if (auto served = serve(call, found, now)) return *std::move(served);
  return read_by_load(call, found, now);
}

std::optional<Outcome> Reader::read_present(const PresentCall& call) {
  const EffectiveOptions options = effective(call.options);
  const TimePoint now = options_.clock->now();
  const Found found =
      find_in_store({call.key, call.type, call.tags, now, options.layers(), options.consistency(), call.codec});
  return serve_present(Subject(call.key, call.query), found, options, now);
}

std::vector<std::optional<Outcome>> Reader::read_present_many(const ManyPresentCall& call) {
  std::vector<std::optional<Outcome>> outcomes;
  if (call.keys.empty()) return outcomes;
  const EffectiveOptions options = effective(call.options);
  const TimePoint now = options_.clock->now();
  std::vector<TagsAt> tags;
  tags.reserve(call.keys.size());  // requests refer to them
  std::vector<Request> requests;
  for (const KeyView& key : call.keys) {
    const TagsAt& its_tags = tags.emplace_back(TagsAt{call.tags, tags.size()});
    requests.push_back({key, call.type, its_tags, now, options.layers(), options.consistency(), call.codec});
  }
  const std::vector<Found> found = find_in_store(requests);
  for (std::size_t place = 0; place < found.size(); ++place) {
    outcomes.push_back(serve_present(Subject(call.keys[place], call.query), found[place], options, now));
  }
  return outcomes;
}

std::optional<Outcome> Reader::serve_present(const Subject& subject, const Found& found,
                                             const EffectiveOptions& options, TimePoint now) {
  const State state = state_of(found, now);
  if (state != State::fresh && !serves_stale(state, options)) {
    witness_.missed(subject, miss_cause(found), now);
    return std::nullopt;
  }
  const Status status = state == State::fresh ? Status::hit : Status::stale;
  witness_.served(subject, status, found, now);
  return Outcome{status, false, now, found.entry, nullptr};
}

Outcome Reader::read_by_load(const ReadCall& call, const Found& found, TimePoint now) {
  const MissCause cause = load_cause(call, found);
  try {
    const bool waits = waits_for_refresh(call, found, now);
    Outcome outcome = waits ? await_refresh(call) : load(call, now);
    witness_.ended(call, cause, outcome, now);
    return outcome;
  } catch (...) {
    witness_.failed(call, cause, now);
    throw;
  }
}

std::optional<Outcome> Reader::serve(const ReadCall& call, const Found& found, TimePoint now) {
  return serve(call, found, now, [&](const EntryPointer& replaced, Purpose purpose) {
    static_cast<void>(queue_refresh(call, replaced, purpose));
  });
}

std::optional<Outcome> Reader::serve(const ReadCall& call, const Found& found, TimePoint now, RefreshQueue queue) {
  if (call.purpose == Purpose::force) return std::nullopt;
  const EffectiveOptions options = effective(call.options);
  const State state = state_of(found, now);
  if (state == State::fresh) {
    if (refresh_is_due(*found.entry, options, now, *options_.randomness)) {
      queue(found.entry, Purpose::refresh);
    } else if (call.codec != nullptr && options.verify() > 0 && options_.randomness->next() < options.verify() &&
               cap_.take(now)) {
      queue(found.entry, Purpose::verification);
    }
    witness_.served(call, Status::hit, found, now);
    return Outcome{Status::hit, false, now, found.entry, nullptr};
  }
  if (!serves_stale(state, options) || waits_for_refresh(call, found, now)) return std::nullopt;
  if (found.validity > Validity::lapsed) {
    forget_outdated_flight(call);  // a flight of before the invalidation is no refresh
  }
  queue(nullptr, Purpose::refresh);
  witness_.served(call, Status::stale, found, now);
  return Outcome{Status::stale, false, now, found.entry, nullptr};
}

bool Reader::waits_for_refresh(const ReadCall& call, const Found& found, TimePoint now) const {
  if (!found.entry || call.purpose == Purpose::force || call.purpose == Purpose::warming) return false;
  const EffectiveOptions options = effective(call.options);
  if (options.soft_timeout() == Duration::zero() || !serves_stale(state_of(found, now), options)) return false;
  return call.asynchronous || (!background_.closed() && !Background::runs_here());
}

Duration Reader::patience(const ReadCall& call, bool has_stale) const {
  if (call.purpose == Purpose::warming) return *options_.warming.time_limit;
  const EffectiveOptions options = effective(call.options);
  const Duration hard = options.hard_timeout();
  if (!has_stale) return hard;
  return hard > Duration::zero() ? std::min(hard, options.soft_timeout()) : options.soft_timeout();
}

Outcome Reader::await_refresh(const ReadCall& call) {
  Status status = Status::stale;
  std::exception_ptr error;
  try {
    const TimePoint now = options_.clock->now();
    if (!refresh_pauses(call, now)) {
      if (auto outcome = load_within(call, later(now, patience(call, true)), true)) return *std::move(outcome);
    }
  } catch (...) {
    status = Status::fallback;
    error = std::current_exception();
  }
  if (auto outcome = still_stale(call, status)) return *std::move(outcome);
  if (error) std::rethrow_exception(error);
  return load(call, options_.clock->now());
}

bool Reader::refresh_pauses(const ReadCall& call, TimePoint now) {
  return errors_.find(call.key, call.type, now) || failed_refreshes_.find(call.key, call.type, now);
}

/// What was cleared or invalidated while a reader waited for its refresh is not served.
std::optional<Outcome> Reader::still_stale(const ReadCall& call, Status status) {
  const TimePoint now = options_.clock->now();
  const Found found = find_in_store(request(call, now));
  const State state = state_of(found, now);
  if (state == State::fresh) return Outcome{Status::hit, false, now, found.entry, nullptr};
  if (!serves_stale(state, effective(call.options))) return std::nullopt;
  return Outcome{status, false, now, found.entry, nullptr};
}

Outcome Reader::load(const ReadCall& call, TimePoint now) {
  if (const auto error = error_in_the_way(call, now)) {
    witness_.error_remembered(call);
    if (auto outcome = fallback(call)) return *std::move(outcome);
    std::rethrow_exception(error);
  }
  const Duration patience = this->patience(call, false);
  if (patience == Duration::zero()) return load_here(call, now);
  if (auto outcome = load_within(call, later(now, patience), false)) return *std::move(outcome);
  witness_.timed_out(call);
  if (auto outcome = fallback(call)) return *std::move(outcome);
  throw load_timeout(call.key, patience);
}

std::exception_ptr Reader::error_in_the_way(const ReadCall& call, TimePoint now) {
  return call.purpose == Purpose::force ? nullptr : errors_.find(call.key, call.type, now);
}

LoadTimeout load_timeout(const KeyView& key, Duration patience) {
  return LoadTimeout("the load of " + key.text() + " has not ended within " + std::to_string(patience.count()) +
                     " ms: it goes on, or waits for a thread of the executor, and what it gives is kept");
}

std::optional<Outcome> Reader::fallback(const ReadCall& call) {
  // Asked again, after the failure: what counts is what is stored and in grace now.
  const TimePoint now = options_.clock->now();
  const Found found = find_in_store(request(call, now));
  const State state = state_of(found, now);
  const bool in_grace = state == State::expired || state == State::invalidated;
  if (state != State::fresh && (!in_grace || effective(call.options).grace_is_off())) return std::nullopt;
  return Outcome{Status::fallback, false, now, found.entry, nullptr};
}

Request Reader::request(const ReadCall& call, TimePoint now) const {
  const EffectiveOptions options = effective(call.options);
  return {call.key, call.type, call.tags, now, options.layers(), options.consistency(), call.codec};
}

Found Reader::find_in_store(const Request& request) noexcept {
  try {
    return store_.find(request);
  } catch (...) {
    return unreachable();
  }
}

std::vector<Found> Reader::find_in_store(std::span<const Request> requests) noexcept {
  try {
    auto found = store_.find_many(requests);
    if (found.size() == requests.size()) return found;
  } catch (...) {  // NOLINT(bugprone-empty-catch): what cannot be found is loaded
  }
  return std::vector<Found>(requests.size(), unreachable());
}

Begun Reader::begin_in_store(const Request& request, TagSet& tags) noexcept {
  try {
    return store_.begin(request, tags);
  } catch (...) {
    return {};
  }
}

}  // namespace tagcache::detail
