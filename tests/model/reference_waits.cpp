#include <algorithm>
#include <utility>

#include "reference.hpp"

/// Callers who wait for a load that runs on the executor: soft_timeout and hard_timeout.
namespace model {
namespace {

using tagcache::Status;
using Way = Result::Way;

bool fails(const Step& doing, Fault fault) { return (doing.faults & fault) != 0; }

}  // namespace

bool Reference::waits_for_refresh(const Load& call, State found) const {
  const Rules& rules = rules_of(call.options);
  // A thread of the executor does not wait for another one.
  if (call.purpose == Purpose::forced || rules.soft_timeout == 0 || tasks_running_ > 0 || rules.says_grace_off) {
    return false;
  }
  return found == State::expired || (found == State::invalidated && rules.serves_invalidated);
}

/// 0: to the end of the load.
Time Reference::patience(const Load& call, bool has_stale) const {
  const Rules& rules = rules_of(call.options);
  if (!has_stale) return rules.hard_timeout;
  return rules.hard_timeout > 0 ? std::min(rules.hard_timeout, rules.soft_timeout) : rules.soft_timeout;
}

void Reference::begin_refresh_that_is_awaited(Begun& begun, const Load& call, const Step& doing) {
  const Wait wait{
      .call = call, .has_stale = true, .deadline = now_ + patience(call, true), .flight = 0, .leads = false};
  const bool pauses = remembered(errors_[call.key], call.key, doing) || remembered(pauses_[call.key], call.key, doing);
  pauses ? end_wait_without_value(begun, wait, doing) : begin_wait(begun, wait, doing);
}

/// For the flight that is under way, or for one that is queued now.
void Reference::begin_wait(Begun& begun, Wait wait, const Step& doing) {
  const std::size_t key = wait.call.key;
  if (running_[key] > 0) return end_wait_with(begun, wait, {.way = Way::recursive_load}, doing);
  const bool shares = key_facts[key].single_flight;
  std::optional<Flight>& flight = flights_[key];
  if (shares && flight && wait.call.purpose != Purpose::forced) {
    wait.flight = flight->id;
    wait.leads = false;
    begun.wait = wait;
    return;
  }
  Load load = wait.call;
  load.flight = wait.flight = ++last_id_;
  load.place = 0;
  wait.leads = true;
  if (wait.has_stale) load.purpose = Purpose::refresh;
  if (fails(doing, executor_refuses)) {
    // What has an old value is served that; else the caller loads, in place of what was queued before.
    if (shares) flight.reset();
    return wait.has_stale ? end_wait_without_value(begun, wait, doing) : load_here(begun, wait.call, doing);
  }
  if (shares) flight = Flight{load.flight, true, {}};
  tasks_.push_back({load});
  begun.wait = wait;
}

std::optional<std::size_t> Reference::awaited_task(const Wait& wait) const {
  if (std::any_of(running_.begin(), running_.end(), [](unsigned loads) { return loads > 0; })) return std::nullopt;
  for (std::size_t place = 0; place < tasks_.size(); ++place) {
    const Loads& task = tasks_[place];
    if (std::any_of(task.begin(), task.end(), [&](const Load& load) { return load.flight == wait.flight; })) {
      return place;
    }
  }
  return std::nullopt;
}

void Reference::land(const Load& load, const Result& result, TagMask result_tags) {
  if (load.flight != 0) landings_.push_back({load.flight, result, load, result_tags, now_});
}

void Reference::end_wait(Begun& begun, const Step& doing) {
  const Wait wait = *std::exchange(begun.wait, std::nullopt);
  // A key of several that has come to nothing may wait once more as if it were the only one.
  const bool is_of_several = begun.several && !begun.several->parts[begun.several->at].has_run;
  if (!is_of_several) end_wait_of_one(begun, wait, doing);
  go_on(begun, doing);
}

void Reference::end_loads(Begun& begun, const Results& results, const Step& doing) {
  const Loads loads = std::exchange(begun.loads, {});
  for (std::size_t each = 0; each < loads.size(); ++each) begun.results[loads[each].place] = results[each];
  go_on(begun, doing);
}

void Reference::end_wait_of_one(Begun& begun, const Wait& wait, const Step& doing) {
  const auto landing =
      std::find_if(landings_.begin(), landings_.end(), [&](const Landing& each) { return each.flight == wait.flight; });
  if (landing == landings_.end()) return end_wait_without_value(begun, wait, doing);
  const auto result = wait.leads ? landing->result : as_passenger(wait, *landing, doing);
  if (result) return end_wait_with(begun, wait, *result, doing);
  now_ < wait.deadline ? begin_wait(begun, wait, doing) : end_wait_without_value(begun, wait, doing);
}

/// What the load of another is for a caller; absent when it may not have it.
std::optional<Result> Reference::as_passenger(const Wait& wait, const Landing& landing, const Step& doing) {
  const Load& call = wait.call;
  const bool store_fails = fails(doing, later_finds_fail);
  const Result& result = landing.result;
  if (result.way != Way::served) {
    auto own = stand_in(call.key, call.options, store_fails);
    return own ? own : result;
  }
  if (result.status == Status::fallback) return stand_in(call.key, call.options, store_fails);
  if (result.status == Status::hit) {
    if (call.purpose == Purpose::forced) return std::nullopt;
    const Entry* const entry = store_fails ? nullptr : look(call.key);
    return state(entry) == State::fresh ? std::optional(served(*entry, Status::hit)) : std::nullopt;
  }
  const bool shares =
      landing.result_tags == 0 || !landing.load.known || is_current(landing.load, landing.result_tags, doing);
  if (!shares) return std::nullopt;
  Result now = result;
  now.age += now_ - landing.at;
  return now;
}

void Reference::end_wait_with(Begun& begun, const Wait& wait, const Result& result, const Step& doing) {
  const bool stands_in = result.way != Way::served && wait.has_stale;
  auto old = stands_in ? still_stale(wait.call, Status::fallback, doing) : std::nullopt;
  begun.results[wait.call.place] = old ? old : result;
}

/// The time is over, or there is nobody to wait for.
void Reference::end_wait_without_value(Begun& begun, const Wait& wait, const Step& doing) {
  const Load& call = wait.call;
  std::optional<Result>& result = begun.results[call.place];
  if (wait.has_stale) {
    result = still_stale(call, Status::stale, doing);
    if (!result) begin_load(begun, call, doing);
    return;
  }
  ++book(call.key).counts.timeouts;
  result = stand_in(call.key, call.options, fails(doing, later_finds_fail));
  if (!result) result = Result{.way = Way::timeout};
}

/// What was cleared or invalidated meanwhile is not served.
std::optional<Result> Reference::still_stale(const Load& call, Status status, const Step& doing) {
  const Entry* const entry = fails(doing, later_finds_fail) ? nullptr : look(call.key);
  const State found = state(entry);
  if (found == State::fresh) return served(*entry, Status::hit);
  const Rules& rules = rules_of(call.options);
  const bool is_stale = found == State::expired || (found == State::invalidated && rules.serves_invalidated);
  return is_stale && !rules.says_grace_off ? std::optional(served(*entry, status)) : std::nullopt;
}

}  // namespace model
