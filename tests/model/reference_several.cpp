#include <algorithm>
#include <utility>

#include "reference.hpp"

/// Calls for several keys of which some wait for loads that run on the executor.
namespace model {
namespace {

using tagcache::Status;
using Way = Result::Way;

bool fails(const Step& doing, Fault fault) { return (doing.faults & fault) != 0; }

}  // namespace

/// Before anything is loaded each key has a remembered error, an old value that need not be waited for, or a way to go.
void Reference::begin_several(Begun& begun, const Loads& calls, const Step& doing) {
  Several several;
  for (const Load& call : calls) {
    const Part part = prepared(begun, call, doing);
    if (!begun.results[call.place]) several.parts.push_back(part);
  }
  const auto& parts = several.parts;
  if (std::any_of(parts.begin(), parts.end(), [](const Part& part) { return part.is_bounded; })) {
    begun.several = std::move(several);
    return go_on(begun, doing);
  }
  for (const Part& part : parts) load_here(begun, part.wait.call, doing);
}

Reference::Part Reference::prepared(Begun& begun, const Load& call, const Step& doing) {
  std::optional<Result>& result = begun.results[call.place];
  const State found = state(fails(doing, first_find_fails) ? nullptr : look(call.key));
  Part part{
      .wait = {.call = call, .has_stale = waits_for_refresh(call, found), .deadline = 0, .flight = 0, .leads = false}};
  const bool heeds_errors = call.purpose != Purpose::forced;
  const auto error = heeds_errors ? remembered(errors_[call.key], call.key, doing) : std::nullopt;
  if (part.wait.has_stale && (error || remembered(pauses_[call.key], call.key, doing))) {
    result = still_stale(call, Status::stale, doing);
    part.wait.has_stale = false;
  }
  if (error && !result) {
    ++book(call.key).counts.remembered_errors;
    result = stand_in(call.key, call.options, fails(doing, later_finds_fail));
    if (!result) result = Result{.way = Way::error, .error = *error};
  }
  const Time patience = this->patience(call, part.wait.has_stale);
  part.is_bounded = patience > 0 && tasks_running_ == 0;
  part.wait.deadline = now_ + patience;
  return part;
}

/// To the next load or wait, or to the end: the bounded are waited for first, and what nobody has begun then is loaded
/// by the caller.
void Reference::go_on(Begun& begun, const Step& doing) {
  while (begun.several && begun.loads.empty() && !begun.wait) {
    Several& several = *begun.several;
    switch (several.stage) {
      case Stage::boarding:
        board(begun, doing);
        several.stage = Stage::waiting;
        break;
      case Stage::waiting:
        if (several.at == several.parts.size()) {
          several.stage = Stage::taking_over;
        } else if (land_in_time(begun, several.parts[several.at], doing)) {
          ++several.at;
        }
        break;
      case Stage::taking_over:
        take_over(begun, doing);
        several.stage = Stage::landing;
        break;
      case Stage::landing:
        for (Part& part : several.parts) {
          if (!part.is_bounded && !begun.results[part.wait.call.place]) static_cast<void>(land(begun, part, doing));
        }
        std::erase_if(several.parts, [&](const Part& part) { return begun.results[part.wait.call.place].has_value(); });
        several.at = 0;
        several.stage = Stage::boarding;
        if (several.parts.empty()) begun.several.reset();
    }
  }
}

/// Each takes the flight that is under way, or queues one; all that are queued are one task.
void Reference::board(Begun& begun, const Step& doing) {
  Loads task;
  for (Part& part : begun.several->parts) {
    const std::size_t key = part.wait.call.key;
    std::optional<Flight>& flight = flights_[key];
    part.asks_itself = running_[key] > 0;
    part.wait.leads = false;
    const bool joins = key_facts[key].single_flight && flight && part.wait.call.purpose != Purpose::forced &&
                       (!flight->load || is_current(*flight->load, 0, doing));
    if (joins) {
      part.wait.flight = flight->id;
    } else if (part.asks_itself) {
      end_wait_with(begun, part.wait, {.way = Way::recursive_load}, doing);
    } else {
      Load load = part.wait.call;
      load.flight = part.wait.flight = ++last_id_;
      part.wait.leads = true;
      if (part.wait.has_stale) load.purpose = Purpose::refresh;
      if (key_facts[key].single_flight) flight = Flight{load.flight, true, {}};
      task.push_back(load);
    }
  }
  if (task.empty()) return;
  fails(doing, executor_refuses) ? do_without_executor(begun, doing) : tasks_.push_back(task);
}

/// What has an old value is served that; the caller loads the rest.
void Reference::do_without_executor(Begun& begun, const Step& doing) {
  for (Part& part : begun.several->parts) {
    std::optional<Result>& result = begun.results[part.wait.call.place];
    if (!part.wait.leads || result) continue;
    if (part.wait.has_stale) result = still_stale(part.wait.call, Status::stale, doing);
    if (result) end_flight({.step = 0, .key = part.wait.call.key, .flight = part.wait.flight});
  }
  for (Part& part : begun.several->parts) {
    if (part.wait.leads && !begun.results[part.wait.call.place]) run_here(begun, part, doing);
  }
}

void Reference::take_over(Begun& begun, const Step& doing) {
  for (Part& part : begun.several->parts) {
    if (part.is_bounded || begun.results[part.wait.call.place]) continue;
    bool is_queued = false;
    for (Loads& task : tasks_) {
      for (Load& load : task) {
        if (load.flight != part.wait.flight || load.taken) continue;
        is_queued = load.taken = true;
      }
    }
    if (is_queued) run_here(begun, part, doing);
  }
}

void Reference::run_here(Begun& begun, Part& part, const Step& doing) {
  Load load = part.wait.call;
  load.flight = part.wait.flight;
  if (std::optional<Flight>& flight = flights_[load.key]; flight && flight->id == load.flight) flight->queued = false;
  part.has_run = true;
  if (depart(load, doing)) {
    begun.loads.push_back(load);
  } else {
    begun.results[load.place] = served(*look(load.key), Status::hit);
  }
}

/// True when this key need not be waited for any more in this round.
bool Reference::land_in_time(Begun& begun, Part& part, const Step& doing) {
  const std::optional<Result>& result = begun.results[part.wait.call.place];
  if (result && std::exchange(part.has_run, false)) end_wait_with(begun, part.wait, Result(*result), doing);
  if (result || !part.is_bounded || land(begun, part, doing)) return true;
  const auto landed = [&](const Landing& landing) { return landing.flight == part.wait.flight; };
  if (now_ >= part.wait.deadline) {
    part.has_run = true;  // or what it comes to without its flight
    end_wait_without_value(begun, part.wait, doing);
    return false;
  }
  if (std::any_of(landings_.begin(), landings_.end(), landed)) return true;
  begun.wait = part.wait;
  return false;
}

/// What its flight has come to; false when it is not over, or gives this caller nothing.
bool Reference::land(Begun& begun, Part& part, const Step& doing) {
  const auto is_its = [&](const Landing& each) { return each.flight == part.wait.flight; };
  const auto landing = std::find_if(landings_.begin(), landings_.end(), is_its);
  std::optional<Result> result;
  if (landing == landings_.end()) {
    if (part.asks_itself) result = Result{.way = Way::recursive_load};
  } else {
    // What another has taken over is as if that one had queued it.
    const bool is_own = part.wait.leads && landing->load.step == part.wait.call.step;
    result = is_own ? landing->result : as_passenger(part.wait, *landing, doing);
  }
  if (result) end_wait_with(begun, part.wait, *result, doing);
  return result.has_value();
}

}  // namespace model
