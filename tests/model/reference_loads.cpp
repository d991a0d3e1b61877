#include <algorithm>
#include <cmath>
#include <utility>

#include "reference.hpp"

namespace model {
namespace {

using tagcache::Status;
using Way = Result::Way;

bool fails(const Step& doing, Fault fault) { return (doing.faults & fault) != 0; }

}  // namespace

bool Reference::foretells(const Step& query) const {
  const auto keys = keys_of(query);
  return std::all_of(keys.begin(), keys.end(), [&](std::size_t key) {
    const std::optional<Flight>& flight = flights_[key];
    return running_[key] == 0 || !key_facts[key].single_flight || (flight && !flight->queued);
  });
}

Reference::Begun Reference::begin_query(const Step& step, std::uint64_t number) {
  Begun begun;
  Loads refreshes;
  Load call{.step = number, .key = 0, .options = step.options, .listening = step.asks == Asks::listening};
  if (forces(step.asks)) call.purpose = Purpose::forced;
  for (const std::size_t key : keys_of(step)) {
    call.key = key;
    begun.causes.push_back(cause(step, key, fails(step, first_find_fails)));
    begun.results.push_back(serve(step, call, refreshes));
  }
  queue(refreshes, step);
  Loads calls;
  for (const std::size_t key : keys_of(step)) {
    call.key = key;
    if (!begun.results[call.place]) calls.push_back(call);
    ++call.place;
  }
  if (asks_for_several(step.asks)) {
    begin_several(begun, calls, step);
  } else if (!calls.empty()) {
    const bool store_fails = fails(step, first_find_fails);
    const bool waits = waits_for_refresh(call, state(store_fails ? nullptr : look(step.key)));
    waits ? begin_refresh_that_is_awaited(begun, calls.front(), step) : begin_load(begun, calls.front(), step);
  }
  return begun;
}

Results Reference::end_query(const Step& step, const Begun& begun) {
  Results results;
  const auto keys = keys_of(step);
  for (std::size_t place = 0; place < keys.size(); ++place) {
    results.push_back(*begun.results[place]);
    count(keys[place], results.back(), begun.causes[place]);
  }
  const auto has_failed = [](const Result& result) { return result.way != Way::served; };
  const auto error = std::find_if(results.begin(), results.end(), has_failed);
  return error == results.end() ? results : Results{*error};
}

/// What is served without a load; nothing else.
std::optional<Result> Reference::serve(const Step& step, const Load& call, Loads& refreshes) {
  const Rules& rules = rules_of(step.options);
  Entry* const entry = fails(step, first_find_fails) ? nullptr : look(call.key);
  if (call.purpose == Purpose::forced) return std::nullopt;
  const State found = state(entry);
  Load refresh = call;
  refresh.purpose = Purpose::refresh;
  if (found == State::fresh) {
    refresh.replaces = entry->id;
    if (is_due(*entry, rules, step)) {
      refreshes.push_back(refresh);
    } else if (is_verified(book(call.key), rules, step)) {
      refresh.purpose = Purpose::verification;
      refreshes.push_back(refresh);
    }
    return served(*entry, Status::hit);
  }
  const bool in_grace = found == State::expired || (found == State::invalidated && rules.serves_invalidated);
  if (!in_grace || rules.says_grace_off || waits_for_refresh(call, found)) return std::nullopt;
  refreshes.push_back(refresh);
  return served(*entry, Status::stale);
}

bool Reference::is_due(const Entry& entry, const Rules& rules, const Step& step) const {
  const Time left = entry.fresh_until - now_;
  if (!rules.refreshes_by_chance) return rules.refresh_ahead > 0 && left <= rules.refresh_ahead;
  return static_cast<double>(entry.loaded - entry.created) * -std::log(1 - step.chance / 64.0) >=
         static_cast<double>(left);
}

bool Reference::is_verified(Book& book, const Rules& rules, const Step& step) const {
  if (step.chance / 64.0 >= rules.verify) return false;
  if (book.verifications == 0 || now_ >= book.second + 1000) {
    book.second = now_;
    book.verifications = 0;
  }
  if (book.verifications == verifications_per_second) return false;
  ++book.verifications;
  return true;
}

/// Whether nothing parted the load from what came later; `tags` beside those of its key.
bool Reference::is_current(const Load& load, TagMask tags, const Step& doing) const {
  return load.known && book(load.key).enabled && !fails(doing, is_current_fails) &&
         !key_written_since(load.since.began, load.key) && !tags_.moved(load.since, key_facts[load.key].tags | tags);
}

void Reference::warm(const Step& step, std::uint64_t number) {
  // A load under way is that of a loader around this call: it stays, though it may be outdated.
  queue({{.step = number, .key = step.key, .purpose = Purpose::warming, .options = step.options}}, step);
}

bool Reference::may_refresh(const Load& refresh, const Step& doing) {
  if (refresh.purpose != Purpose::verification && !book(refresh.key).keeps()) return false;
  if (remembered(errors_[refresh.key], refresh.key, doing)) return false;
  return refresh.purpose != Purpose::refresh || !remembered(pauses_[refresh.key], refresh.key, doing);
}

/// All refreshes of one call are one task.
void Reference::queue(const Loads& refreshes, const Step& doing) {
  Loads task;
  for (Load refresh : refreshes) {
    if (!may_refresh(refresh, doing) || flights_[refresh.key]) continue;
    const bool refused = fails(doing, executor_refuses);
    ++(refused ? book(refresh.key).counts.refused_refreshes : book(refresh.key).counts.refreshes);
    if (refused) continue;
    refresh.flight = ++last_id_;
    flights_[refresh.key] = Flight{refresh.flight, true, {}};
    task.push_back(refresh);
  }
  if (!task.empty()) tasks_.push_back(task);
}

void Reference::begin_load(Begun& begun, const Load& call, const Step& doing) {
  std::optional<Result>& result = begun.results[call.place];
  const bool heeds_errors = call.purpose != Purpose::forced;
  if (const auto error = heeds_errors ? remembered(errors_[call.key], call.key, doing) : std::nullopt) {
    ++book(call.key).counts.remembered_errors;
    result = stand_in(call.key, call.options, fails(doing, later_finds_fail));
    if (!result) result = Result{.way = Way::error, .error = *error};
    return;
  }
  const Time patience = this->patience(call, false);
  if (patience == 0 || tasks_running_ > 0) return load_here(begun, call, doing);
  begin_wait(begun, {.call = call, .has_stale = false, .deadline = now_ + patience, .flight = 0, .leads = false},
             doing);
}

/// By the caller, or by who is asked to.
void Reference::load_here(Begun& begun, const Load& call, const Step& doing) {
  std::optional<Result>& result = begun.results[call.place];
  // Whatever is under way is under way in this very thread.
  if (running_[call.key] > 0) {
    result = Result{.way = Way::recursive_load};
    return;
  }
  Load load = call;
  if (key_facts[call.key].single_flight) {
    std::optional<Flight>& flight = flights_[call.key];
    if (!flight) flight = Flight{++last_id_, false, {}};
    flight->queued = false;  // a caller in need does not wait for a queue
    load.flight = flight->id;
    for (Loads& task : tasks_) {
      for (Load& waiting : task) waiting.taken = waiting.taken || waiting.flight == load.flight;
    }
  }
  if (depart(load, doing)) {
    begun.loads.push_back(load);
  } else {
    result = served(*look(call.key), Status::hit);
  }
}

/// False when another load has ended between the look of the caller and this one.
bool Reference::depart(Load& load, const Step& doing) {
  load.known = book(load.key).enabled && !fails(doing, begin_fails);
  load.since = {moment_, tags_.in_vain()};
  load.order = ++last_id_;
  load.created = now_;
  if (const Entry* const entry = load.known ? look(load.key) : nullptr) {
    load.found = *entry;
    load.found_state = state(entry);
    load.found_valid = is_valid(*entry);
    if (load.found_state == State::fresh && entry->id != load.replaces && load.purpose != Purpose::forced) {
      land(load, served(*entry, Status::hit), 0);
      end_flight(load);
      return false;
    }
  }
  if (std::optional<Flight>& flight = flights_[load.key]; flight && flight->id == load.flight) flight->load = load;
  ++running_[load.key];
  return true;
}

void Reference::end_flight(const Load& load) {
  std::optional<Flight>& flight = flights_[load.key];
  if (flight && flight->id == load.flight) flight.reset();
}

bool Reference::task_meets_itself(std::size_t place) const {
  for (std::size_t key = 0; key < key_count; ++key) {
    if (running_[key] == 0) continue;
    const Loads& task = tasks_[place];
    const auto is_its_own = [key](const Load& load) { return load.key == key; };
    if (!key_facts[key].single_flight || std::any_of(task.begin(), task.end(), is_its_own)) return true;
  }
  return false;
}

Reference::Loads Reference::begin_task(std::size_t place, const Step& doing) {
  const Loads task = tasks_[place];
  tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(place));
  Loads loads;
  ++tasks_running_;
  for (Load load : task) {
    if (load.taken) continue;
    if (std::optional<Flight>& flight = flights_[load.key]; flight && flight->id == load.flight) flight->queued = false;
    if (depart(load, doing)) loads.push_back(load);
  }
  return loads;
}

Result Reference::loaded(const Load& load, const Step& script, std::uint64_t number, const Step& doing) {
  --running_[load.key];
  ++book(load.key).counts.loads;
  const bool renews = script.gives == Gives::unchanged && load.shown() != nullptr;
  const Value value = renews ? load.found->value : script.gives == Gives::none ? Value() : Value(number);
  Entry entry = made(load.key, load.options, value, doing, sayings()[script.saying].settings);
  const TagMask told = renews && script.tags == 0 ? load.found->result_tags : script.tags;
  entry.tags = key_facts[load.key].tags | told;
  entry.result_tags = told & ~key_facts[load.key].tags;
  entry.validator = renews ? load.found->validator : number;
  entry.began = load.since.began;
  entry.order = load.order;
  entry.created = load.created;
  const bool is_checked = this->is_checked(load, value, doing);
  const bool differs = load.found && load.found->value != value;
  // Of a hit that is still one only the check is wanted, unless it is to replace what it found wrong.
  const bool only_checks = load.purpose == Purpose::verification && load.found && load.found->id == load.replaces &&
                           load.found_state == State::fresh;
  if (!only_checks || (is_checked && differs && cache_facts[key_facts[load.key].cache].verification_replaces)) {
    errors_[load.key].reset();
    pauses_[load.key].reset();
    if (load.known && book(load.key).keeps() && !fails(doing, keep_fails)) keep(load, entry);
  }
  end_flight(load);
  if (load.listening && load.purpose == Purpose::refresh && load.found) {
    told_.push_back({load.found->value, value, differs});
  }
  Result result = served(entry, load.found ? Status::reloaded : Status::miss);
  result.before.reset();
  if (load.found) result.before.emplace(load.found->value);
  land(load, result, entry.result_tags);
  return result;
}

/// Each refresh of what was valid is a check of it too.
bool Reference::is_checked(const Load& load, Value value, const Step& doing) {
  const bool is_refresh = load.purpose == Purpose::refresh;
  const bool compares =
      is_refresh || (load.purpose == Purpose::verification && load.found && load.found->id == load.replaces);
  if (!compares || !load.found || !load.found_valid) return false;
  // What was invalidated meanwhile would have been noticed without a check.
  if (!is_current(load, load.found->result_tags, doing)) return false;
  const bool differs = load.found->value != value;
  Counts& counts = book(load.key).counts;
  ++(is_refresh ? counts.compared_refreshes : counts.verified);
  if (differs) ++(is_refresh ? counts.changed_refreshes : counts.found_stale);
  reports_.push_back({load.key, differs, is_refresh});
  return true;
}

void Reference::keep(const Load& load, Entry entry) {
  if (key_written_since(load.since.began, load.key)) return;
  if (tags_.invalidated_for_store(load.since.began, entry.result_tags)) return;
  std::optional<Entry>& present = entries_[load.key];
  if (present && present->order > load.order) return;
  present.reset();
  if (is_worth_keeping(entry)) present = entry;
}

Result Reference::failed(const Load& load, std::uint64_t number, const Step& doing) {
  --running_[load.key];
  ++book(load.key).counts.failed_loads;
  const auto remember = [&](std::optional<Error>& error, Time lasts) {
    if (lasts == 0 || !load.known) return;
    const TagMask tags = key_facts[load.key].tags | (load.found ? load.found->result_tags : 0);
    error = Error{number, now_ + lasts, load.since, tags};
  };
  const Rules& rules = rules_of(load.options);
  if (load.purpose != Purpose::verification) remember(errors_[load.key], rules.error_ttl);
  if (load.purpose == Purpose::refresh) {
    ++book(load.key).counts.failed_refreshes;
    remember(pauses_[load.key], rules.refresh_pause);
  }
  auto result = stand_in(load.key, load.options, fails(doing, later_finds_fail));
  end_flight(load);
  if (!result) result = Result{.way = Way::error, .error = number};
  land(load, *result, 0);
  return *result;
}

std::optional<Result> Reference::stand_in(std::size_t key, std::uint8_t options, bool store_fails) {
  const Entry* const entry = store_fails ? nullptr : look(key);
  const State found = state(entry);
  const bool in_grace = found == State::expired || found == State::invalidated;
  if (found != State::fresh && (!in_grace || rules_of(options).says_grace_off)) return std::nullopt;
  return served(*entry, Status::fallback);
}

std::optional<std::uint64_t> Reference::remembered(std::optional<Error>& error, std::size_t key, const Step& doing) {
  if (!error) return std::nullopt;
  const bool ended =
      now_ >= error->until || key_written_since(error->since.began, key) || tags_.moved(error->since, error->tags);
  if (ended || !book(key).enabled || fails(doing, is_current_fails)) error.reset();
  return error ? std::optional(error->number) : std::nullopt;
}

}  // namespace model
