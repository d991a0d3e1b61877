#include "reference.hpp"

#include <algorithm>
#include <utility>

namespace model {
namespace {

using tagcache::Status;

/// The options of a call, with what it leaves absent filled from the cache and the last resorts.
struct Rules {
  Time ttl;
  Time grace;
  Time negative_ttl;
  Time error_ttl;
  Time refresh_pause;
  Time idle_ttl;
  Time refresh_ahead;
  bool says_grace_off;
  bool serves_invalidated;
};

std::vector<Rules> all_rules() {
  std::vector<Rules> all;
  const tagcache::QueryOptions of_cache = defaults();
  for (const auto& [text, call] : option_sets()) {
    const Time ttl = call.ttl.value_or(*of_cache.ttl).count();
    const auto off = tagcache::Duration::zero();
    all.push_back({ttl, call.grace.value_or(*of_cache.grace).count(),
                   call.negative_ttl ? call.negative_ttl->count() : ttl, call.error_ttl.value_or(off).count(),
                   call.refresh_pause.value_or(std::chrono::seconds(1)).count(), call.idle_ttl.value_or(off).count(),
                   call.refresh_ahead ? call.refresh_ahead->before().count() : 0, call.grace == off,
                   call.on_invalidate == tagcache::OnInvalidate::serve_stale});
  }
  return all;
}

const Rules& rules_of(std::uint8_t options) {
  static const std::vector<Rules> all = all_rules();
  return all[options];
}

bool fails(std::uint8_t faults, Fault fault) { return (faults & fault) != 0; }

}  // namespace

bool Reference::moved_since(Moment began, TagMask tags) const {
  return moved_since(began, tags, invalidated_) || moved_since(began, tags, expired_);
}

bool Reference::moved_since(Moment began, TagMask tags, const Moves& moves) {
  for (std::size_t number = 0; tags >> number != 0; ++number) {
    if ((tags >> number & 1U) == 0) continue;
    if (moves.exactly[number] > began) return true;
    for (int above = static_cast<int>(number); above >= 0; above = tag_facts[static_cast<std::size_t>(above)].parent) {
      if (moves.with_all_below[static_cast<std::size_t>(above)] > began) return true;
    }
  }
  return false;
}

bool Reference::reaches(const Waiting& waiting, std::size_t tag) {
  if (waiting.exact) return tag == waiting.tag;
  for (int above = static_cast<int>(tag); above >= 0; above = tag_facts[static_cast<std::size_t>(above)].parent) {
    if (static_cast<std::size_t>(above) == waiting.tag) return true;
  }
  return false;
}

bool Reference::covers(const Waiting& one, const Waiting& other) {
  if (one.softly && !other.softly) return false;
  return one.exact ? other.exact && one.tag == other.tag : reaches(one, other.tag);
}

bool Reference::waits_since(std::uint64_t told, TagMask tags, bool softly) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
    if (waiting.number <= told || waiting.softly != softly) return false;
    for (std::size_t tag = 0; tag < tag_count; ++tag) {
      if ((tags >> tag & 1U) != 0 && reaches(waiting, tag)) return true;
    }
    return false;
  });
}

bool Reference::waits_since(std::uint64_t told, TagMask tags) const {
  return waits_since(told, tags, true) || waits_since(told, tags, false);
}

bool Reference::key_written_since(Moment began, std::size_t key) const {
  return written_[key] > began || cleared_ > began;
}

Reference::Entry* Reference::look(std::size_t key) {
  std::optional<Entry>& entry = entries_[key];
  if (!entry || cleared_ > entry->began) return nullptr;
  if (entry->idle_ttl > 0 && now_ >= entry->read_at + entry->idle_ttl) return nullptr;
  entry->read_at = now_;
  return &*entry;
}

Reference::State Reference::state(const Entry* entry) const {
  if (entry == nullptr) return State::absent;
  const bool invalidated = moved_since(entry->began, entry->tags, invalidated_) || waits_since(0, entry->tags, false);
  const bool expired = now_ >= entry->expires || keys_expired_[entry->key] > entry->began ||
                       moved_since(entry->began, entry->tags, expired_) || waits_since(0, entry->tags, true);
  if (!invalidated && !expired) return State::fresh;
  if (entry->grace_until == entry->expires || now_ >= entry->grace_until) return State::dead;
  return invalidated ? State::invalidated : State::expired;
}

Result Reference::served(const Entry& entry, Status status) const {
  return {.way = Result::Way::served,
          .status = status,
          .value = entry.value,
          .age = now_ - entry.created,
          .expires = entry.expires,
          .grace_until = entry.grace_until,
          .before = entry.value,
          .tags = entry.tags};
}

bool Reference::foretells(const Step& query) const {
  const std::optional<Flight>& flight = flights_[query.key];
  return running_[query.key] == 0 || !key_facts[query.key].single_flight || (flight && !flight->queued);
}

Reference::Begun Reference::begin_query(const Step& step, std::uint64_t number) {
  const Rules& rules = rules_of(step.options);
  Entry* const entry = fails(step.faults, first_find_fails) ? nullptr : look(step.key);
  const State found = state(entry);
  if (found == State::fresh) {
    const bool is_due = rules.refresh_ahead > 0 && entry->expires - now_ <= rules.refresh_ahead;
    if (is_due) queue_refresh(step, number, entry->id);
    return {served(*entry, Status::hit), {}};
  }
  const bool in_grace = found == State::expired || (found == State::invalidated && rules.serves_invalidated);
  if (!in_grace || rules.says_grace_off) return begin_load(step, number);
  // Of what was invalidated or expired, and did not just grow old, a load from before is no refresh.
  std::optional<Flight>& flight = flights_[step.key];
  const bool grew_old = !moved_since(entry->began, entry->tags) && !waits_since(0, entry->tags) &&
                        keys_expired_[step.key] <= entry->began;
  if (!grew_old && flight && outdated(*flight, fails(step.faults, is_current_fails))) flight.reset();
  queue_refresh(step, number, 0);
  return {served(*entry, Status::stale), {}};
}

Reference::Begun Reference::begin_load(const Step& step, std::uint64_t number) {
  if (const auto error = remembered(errors_[step.key], step.key, fails(step.faults, is_current_fails))) {
    if (auto result = stand_in(step.key, step.options, fails(step.faults, later_finds_fail))) return {*result, {}};
    return {{.way = Result::Way::error, .error = *error}, {}};
  }
  // Whatever is under way is under way in this very thread.
  if (running_[step.key] > 0) return {{.way = Result::Way::recursive_load}, {}};
  Load load{};
  load.step = number;
  load.key = step.key;
  load.options = step.options;
  load.alone = !key_facts[step.key].single_flight;
  if (!load.alone) {
    std::optional<Flight>& flight = flights_[step.key];
    if (!flight) flight = Flight{++last_id_, false, {}};
    flight->queued = false;  // a caller in need does not wait for a queue
    load.flight = flight->id;
  }
  const auto departed = depart(load, 0, fails(step.faults, begin_fails));
  if (departed) return {{}, departed};
  return {served(*look(step.key), Status::hit), {}};
}

/// Absent when another load has ended between the look of the caller and this one.
std::optional<Reference::Load> Reference::depart(const Load& begun, std::uint64_t replaced, bool store_fails) {
  Load load = begun;
  load.known = !store_fails;
  load.began = moment_;
  load.told = in_vain_;
  load.order = ++last_id_;
  load.created = now_;
  if (Entry* const entry = store_fails ? nullptr : look(load.key)) {
    if (state(entry) == State::fresh && entry->id != replaced) {
      end_flight(load);
      return std::nullopt;
    }
    load.found = entry->value;
    load.found_result_tags = entry->result_tags;
  }
  if (std::optional<Flight>& flight = flights_[load.key]; flight && flight->id == load.flight) flight->load = load;
  ++running_[load.key];
  return load;
}

void Reference::end_flight(const Load& load) {
  std::optional<Flight>& flight = flights_[load.key];
  if (flight && flight->id == load.flight) flight.reset();
}

bool Reference::outdated(const Flight& flight, bool store_fails) const {
  if (!flight.load) return false;
  const Load& load = *flight.load;
  return store_fails || !load.known || key_written_since(load.began, load.key) ||
         moved_since(load.began, key_facts[load.key].tags) || waits_since(load.told, key_facts[load.key].tags);
}

void Reference::queue_refresh(const Step& step, std::uint64_t number, std::uint64_t replaced) {
  if (remembered(errors_[step.key], step.key, fails(step.faults, is_current_fails))) return;
  if (remembered(pauses_[step.key], step.key, fails(step.faults, is_current_fails))) return;
  if (flights_[step.key] || fails(step.faults, executor_refuses)) return;
  flights_[step.key] = Flight{++last_id_, true, {}};
  tasks_.push_back({last_id_, step.key, step.options, number, replaced});
}

bool Reference::task_meets_itself(std::size_t place) const {
  for (std::size_t key = 0; key < key_count; ++key) {
    if (running_[key] > 0 && (key == tasks_[place].key || !key_facts[key].single_flight)) return true;
  }
  return false;
}

std::optional<Reference::Load> Reference::begin_task(std::size_t place, std::uint8_t faults) {
  const Task task = tasks_[place];
  tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(place));
  std::optional<Flight>& flight = flights_[task.key];
  if (!flight || flight->id != task.flight || !flight->queued) return std::nullopt;  // a caller took it over
  flight->queued = false;
  Load load{};
  load.step = task.step;
  load.key = task.key;
  load.options = task.options;
  load.flight = task.flight;
  load.refreshes = true;
  return depart(load, task.replaced, fails(faults, begin_fails));
}

Reference::Entry Reference::made(std::size_t key, std::uint8_t options, Value value) {
  const Rules& rules = rules_of(options);
  const Time ttl = value ? rules.ttl : rules.negative_ttl;
  const bool unwanted = !value && ttl == 0;
  Entry entry{};
  entry.key = key;
  entry.id = ++last_id_;
  entry.value = value;
  entry.expires = now_ + ttl;
  entry.grace_until = entry.expires + (unwanted ? 0 : rules.grace);
  entry.idle_ttl = rules.idle_ttl;
  entry.read_at = now_;
  return entry;
}

Result Reference::loaded(const Load& load, const Step& script, std::uint64_t number, std::uint8_t faults) {
  --running_[load.key];
  Entry entry = made(load.key, load.options, script.gives == Gives::none ? Value() : Value(number));
  entry.tags = key_facts[load.key].tags | script.tags;
  entry.result_tags = script.tags & ~key_facts[load.key].tags;
  entry.began = load.began;
  entry.order = load.order;
  entry.created = load.created;
  errors_[load.key].reset();
  pauses_[load.key].reset();
  if (load.known && !fails(faults, keep_fails)) keep(load, entry);
  end_flight(load);
  Result result = served(entry, load.found ? Status::reloaded : Status::miss);
  result.before = load.found;
  return result;
}

void Reference::keep(const Load& load, Entry entry) {
  if (key_written_since(load.began, load.key) || moved_since(load.began, entry.result_tags, invalidated_)) return;
  std::optional<Entry>& present = entries_[load.key];
  if (present && present->order > load.order) return;
  present.reset();
  if (now_ < entry.grace_until) present = entry;
}

Result Reference::failed(const Load& load, std::uint64_t number, std::uint8_t faults) {
  --running_[load.key];
  const auto remember = [&](std::optional<Error>& error, Time lasts) {
    if (lasts == 0 || !load.known) return;
    error = Error{number, now_ + lasts, load.began, load.told, key_facts[load.key].tags | load.found_result_tags};
  };
  remember(errors_[load.key], rules_of(load.options).error_ttl);
  if (load.refreshes) remember(pauses_[load.key], rules_of(load.options).refresh_pause);
  auto result = stand_in(load.key, load.options, fails(faults, later_finds_fail));
  end_flight(load);
  return result ? *result : Result{.way = Result::Way::error, .error = number};
}

std::optional<Result> Reference::stand_in(std::size_t key, std::uint8_t options, bool store_fails) {
  const Entry* const entry = store_fails ? nullptr : look(key);
  const State found = state(entry);
  const bool in_grace = found == State::expired || found == State::invalidated;
  if (found != State::fresh && (!in_grace || rules_of(options).says_grace_off)) return std::nullopt;
  return served(*entry, Status::fallback);
}

std::optional<std::uint64_t> Reference::remembered(std::optional<Error>& error, std::size_t key, bool store_fails) {
  if (!error) return std::nullopt;
  const bool ended = now_ >= error->until || key_written_since(error->began, key) ||
                     moved_since(error->began, error->tags) || waits_since(error->told, error->tags);
  if (ended || store_fails) error.reset();
  return error ? std::optional(error->number) : std::nullopt;
}

Result Reference::get(const Step& step) {
  const Entry* const entry = fails(step.faults, first_find_fails) ? nullptr : look(step.key);
  const State found = state(entry);
  if (found == State::fresh) return served(*entry, Status::hit);
  if (found == State::expired && step.kind == Kind::get) return served(*entry, Status::stale);
  return {.way = Result::Way::nothing};
}

Result Reference::set(const Step& step, std::uint64_t value) {
  if (fails(step.faults, write_fails)) return {.way = Result::Way::store_error};
  Entry entry = made(step.key, step.options, step.gives == Gives::none ? Value() : Value(value));
  entry.tags = key_facts[step.key].tags | step.tags;
  entry.began = written_[step.key] = ++moment_;
  entry.order = ++last_id_;
  entry.created = now_;
  entries_[step.key].reset();
  if (now_ < entry.grace_until) entries_[step.key] = entry;
  return {};
}

Result Reference::del(const Step& step) {
  if (fails(step.faults, write_fails)) return {.way = Result::Way::store_error};
  written_[step.key] = ++moment_;
  entries_[step.key].reset();
  return {};
}

Result Reference::expire(const Step& step) {
  if (fails(step.faults, write_fails)) return {.way = Result::Way::store_error};
  keys_expired_[step.key] = written_[step.key] = ++moment_;
  return {};
}

Result Reference::invalidate(const Step& step) {
  if (step.tags == 0) return {};
  if (fails(step.faults, write_fails)) {
    wait_for_store(step);
    return {.way = Result::Way::store_error};
  }
  ++moment_;
  for (std::size_t number = 0; number < tag_count; ++number) {
    if ((step.tags >> number & 1U) == 0) continue;
    Moves& moves = (step.softly >> number & 1U) != 0 ? expired_ : invalidated_;
    ((step.exact >> number & 1U) != 0 ? moves.exactly : moves.with_all_below)[number] = moment_;
  }
  return {};
}

void Reference::wait_for_store(const Step& step) {
  ++in_vain_;
  for (std::size_t tag = 0; tag < tag_count; ++tag) {
    if ((step.tags >> tag & 1U) == 0) continue;
    const Waiting fresh{tag, (step.exact >> tag & 1U) != 0, (step.softly >> tag & 1U) != 0, in_vain_};
    const auto found =
        std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) { return covers(waiting, fresh); });
    if (found == waiting_.end()) {
      waiting_.push_back(fresh);
    } else {
      found->number = in_vain_;
    }
  }
}

void Reference::redeliver(const Step& step) {
  if (waiting_.empty() || fails(step.faults, write_fails) || fails(step.faults, executor_refuses)) return;
  ++moment_;
  for (const Waiting& waiting : std::exchange(waiting_, {})) {
    Moves& moves = waiting.softly ? expired_ : invalidated_;
    (waiting.exact ? moves.exactly : moves.with_all_below)[waiting.tag] = moment_;
  }
}

Result Reference::clear(const Step& step) {
  if (fails(step.faults, write_fails)) return {.way = Result::Way::store_error};
  cleared_ = ++moment_;
  return {};
}

}  // namespace model
