#include "reader.hpp"

#include <exception>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace tagcache::detail {
namespace {

/// What time and validity together make of an entry.
enum class State { absent, fresh, expired_in_grace, unusable };

State state_of(const Found& found, TimePoint now) {
  if (!found.entry) return State::absent;
  if (found.validity != Validity::valid) return State::unusable;
  if (now < found.entry->expires_at) return State::fresh;
  return now < found.entry->grace_until ? State::expired_in_grace : State::unusable;
}

/// Puts the tags of the arguments in front of those that came with the value; each of these is kept once.
void add_argument_tags(EntryNode& entry, const TagSet& tags) {
  const TagSet of_result = std::exchange(entry.tags, tags);
  if (of_result.empty()) return;
  std::unordered_set<std::string_view> seen;
  for (const Tag& tag : tags) seen.insert(tag.bytes());
  for (const Tag& tag : of_result) {
    if (seen.insert(tag.bytes()).second) entry.tags.push_back(tag);
  }
  entry.result_tags = entry.tags.size() - tags.size();
}

/// A call that says so wants fresh data only, also of an entry that another call has stored with grace.
bool grace_is_off(const QueryOptions& options) { return options.grace == Duration::zero(); }

}  // namespace

std::optional<Outcome> Reader::find(const Request& request, Accept accept) {
  const Found found = find_in_store(request);
  switch (state_of(found, request.now)) {
    case State::fresh:
      return Outcome{Status::hit, false, request.now, found.entry, nullptr};
    case State::expired_in_grace:
      if (accept == Accept::fresh) return std::nullopt;
      return Outcome{Status::stale, false, request.now, found.entry, nullptr};
    case State::absent:
    case State::unusable:
      break;
  }
  return std::nullopt;
}

Outcome Reader::read(const ReadCall& call) {
  const Accept accept = grace_is_off(call.options) ? Accept::fresh : Accept::in_grace;
  auto served = find({call.key, call.type, call.tags, options_.clock->now()}, accept);
  if (!served) return load(call);
  if (served->status == Status::stale) queue_refresh(call);
  return *std::move(served);
}

Outcome Reader::load(const ReadCall& call) {
  for (;;) {
    const auto [flight, leads] = flights_.join(call.key, call.type);
    if (leads) return lead(*flight, call);
    if (can_join(*flight, call)) {
      if (auto outcome = join(*flight, call)) return *std::move(outcome);
      continue;  // the flight has ended and is gone from the table
    }
    flight->refuse_recursion(call.key);
    flights_.remove(call.key, *flight);  // its own callers still get its result
  }
}

std::optional<Outcome> Reader::join(Flight& flight, const ReadCall& call) {
  Outcome outcome = flight.wait(call.key);
  const TimePoint now = options_.clock->now();
  if (outcome.status == Status::hit) {
    // The leader loaded nothing: it found an entry, perhaps before an invalidation that this caller comes after.
    auto found = find({call.key, call.type, call.tags, now}, Accept::fresh);
    if (found) found->joined = true;
    return found;
  }
  if (outcome.status != Status::fallback && !can_share(flight, *outcome.entry)) return std::nullopt;
  outcome.joined = true;
  outcome.read_at = now;
  return outcome;
}

bool Reader::can_join(const Flight& flight, const ReadCall& call) {
  if (&flight.type() != &call.type) return false;
  const auto load = flight.load();
  if (!load) return true;
  try {
    return *load && store_.is_current(**load, {});
  } catch (...) {
    return false;  // a store that cannot tell might have missed an invalidation
  }
}

/// Which tags a value brings was not known when this caller joined: it may have come after an invalidation of one.
bool Reader::can_share(const Flight& flight, const EntryNode& loaded) {
  const std::span<const Tag> tags = result_tags(loaded);
  const auto load = flight.load();
  if (tags.empty() || !load || !*load) return true;  // without a load this caller came before the loader ran
  try {
    return store_.is_current(**load, tags);
  } catch (...) {
    return false;
  }
}

Outcome Reader::lead(Flight& flight, const ReadCall& call) {
  try {
    Outcome outcome = fly(flight, call);
    flights_.remove(call.key, flight);
    flight.succeed(outcome);
    return outcome;
  } catch (...) {
    flights_.remove(call.key, flight);
    flight.fail(std::current_exception());
    throw;
  }
}

Outcome Reader::fly(Flight& flight, const ReadCall& call) {
  const TagSet tags = call.tags();
  // Before the store is asked for generations, and so before the source is read in any way.
  const TimePoint created = options_.clock->now();
  const auto same_tags = [&tags] { return tags; };
  const Begun begun = begin_in_store({call.key, call.type, same_tags, created});
  flight.learnt(begun.load);
  // The caller looked before it led; another load may have ended in between.
  if (state_of(begun.found, created) == State::fresh) {
    return {Status::hit, false, created, begun.found.entry, nullptr};
  }
  try {
    return load_and_keep(call, begun, tags, created);
  } catch (...) {
    if (auto outcome = fallback(call)) return *std::move(outcome);
    throw;
  }
}

Outcome Reader::load_and_keep(const ReadCall& call, const Begun& begun, const TagSet& tags, TimePoint created) {
  const NewEntry entry = call.load();
  const TimePoint loaded = options_.clock->now();
  add_argument_tags(*entry, tags);
  entry->created_at = created;
  if (date(*entry, call.options, loaded) && begun.load) {
    try {
      store_.keep(*begun.load, entry, loaded);
    } catch (...) {  // NOLINT(bugprone-empty-catch): the caller has its value; the next read loads again
    }
  }
  const Status status = begun.found.entry ? Status::reloaded : Status::miss;
  return {status, false, loaded, entry, begun.found.entry};
}

std::optional<Outcome> Reader::fallback(const ReadCall& call) {
  // Asked again, after the failure: what counts is what is stored and in grace now.
  const TimePoint now = options_.clock->now();
  const Found found = find_in_store({call.key, call.type, call.tags, now});
  if (!found.entry) return std::nullopt;
  const bool in_grace = !grace_is_off(call.options) && found.entry->has_grace() && now < found.entry->grace_until;
  if (!in_grace && state_of(found, now) != State::fresh) return std::nullopt;
  return Outcome{Status::fallback, false, now, found.entry, nullptr};
}

bool Reader::date(EntryNode& entry, const QueryOptions& options, TimePoint now) const {
  const Duration ttl = options.ttl.value_or(*options_.defaults.ttl);
  const Duration grace = options.grace.value_or(*options_.defaults.grace);
  entry.expires_at = later(now, ttl);
  entry.grace_until = later(entry.expires_at, grace);
  return entry.grace_until > now;
}

/// Owns all that a load needs, since it runs when its caller is gone.
struct Reader::RefreshJob {
  explicit RefreshJob(const ReadCall& call)
      : key(call.key), type(call.type), tags(call.tags()), load(call.own_load()), options(call.options) {}

  Key key;
  const ValueType& type;
  TagSet tags;
  OwnedLoader load;
  QueryOptions options;
};

void Reader::queue_refresh(const ReadCall& call) {
  const std::shared_ptr<Flight> flight = flights_.queue(call.key, call.type);
  if (!flight) return;
  try {
    auto job = std::make_shared<RefreshJob>(call);
    const bool posted = background_.post([this, job, flight] {
      if (!flight->begin_running()) return;
      const auto tags = [&job] { return job->tags; };
      const auto own = [&job] { return job->load; };
      try {
        static_cast<void>(lead(*flight, {job->key.view(), job->type, tags, job->load, own, job->options}));
      } catch (...) {  // NOLINT(bugprone-empty-catch): the old entry stays, and the next read in grace tries again
      }
    });
    if (posted) return;
  } catch (...) {  // NOLINT(bugprone-empty-catch): a refresh is a favour; the read it came from has its value
  }
  flights_.withdraw(call.key, *flight);
}

void Reader::refresh(const ReadCall& call) {
  const std::shared_ptr<Flight> flight = flights_.find(call.key);
  if (flight && !can_join(*flight, call)) flights_.remove(call.key, *flight);
  queue_refresh(call);
}

Found Reader::find_in_store(const Request& request) noexcept {
  try {
    return store_.find(request);
  } catch (...) {
    return {};
  }
}

Begun Reader::begin_in_store(const Request& request) noexcept {
  try {
    return store_.begin(request);
  } catch (...) {
    return {};
  }
}

}  // namespace tagcache::detail
