#include "reader.hpp"

#include <exception>
#include <span>
#include <string_view>
#include <tagcache/errors.hpp>
#include <unordered_set>
#include <utility>

namespace tagcache::detail {
namespace {

/// What time and validity together make of an entry.
enum class State { absent, fresh, expired, invalidated, dead };

State state_of(const Found& found, TimePoint now) {
  if (!found.entry) return State::absent;
  const bool valid = found.validity == Validity::valid;
  if (valid && now < found.entry->expires_at) return State::fresh;
  if (!found.entry->has_grace() || now >= found.entry->grace_until) return State::dead;
  return valid ? State::expired : State::invalidated;
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

/// Whether an entry that is not fresh is served instead of a load.
bool serves_stale(State state, const EffectiveOptions& options) {
  if (options.grace_is_off()) return false;
  return state == State::expired ||
         (state == State::invalidated && options.on_invalidate() == OnInvalidate::serve_stale);
}

}  // namespace

std::optional<Outcome> Reader::find(const Request& request, Accept accept) {
  const Found found = find_in_store(request);
  switch (state_of(found, request.now)) {
    case State::fresh:
      return Outcome{Status::hit, false, request.now, found.entry, nullptr};
    case State::expired:
      if (accept == Accept::fresh) return std::nullopt;
      return Outcome{Status::stale, false, request.now, found.entry, nullptr};
    case State::absent:
    case State::invalidated:
    case State::dead:
      break;
  }
  return std::nullopt;
}

Outcome Reader::read(const ReadCall& call) {
  const TimePoint now = options_.clock->now();
  return serve(call, find_in_store(request(call, now)), now);
}

Outcome Reader::serve(const ReadCall& call, const Found& found, TimePoint now) {
  const EffectiveOptions options = effective(call.options);
  const State state = state_of(found, now);
  if (state == State::fresh) {
    if (refresh_is_due(*found.entry, options.refresh_ahead(), now, *options_.randomness)) {
      queue_refresh(call, found.entry);
    }
    return {Status::hit, false, now, found.entry, nullptr};
  }
  if (!serves_stale(state, options)) return load(call);
  if (state == State::invalidated) {
    refresh(call);  // a flight of before the invalidation is no refresh
  } else {
    queue_refresh(call, nullptr);
  }
  return {Status::stale, false, now, found.entry, nullptr};
}

Outcome Reader::load(const ReadCall& call) {
  if (const auto error = errors_.find(call.key, call.type, options_.clock->now())) {
    if (auto outcome = fallback(call)) return *std::move(outcome);
    std::rethrow_exception(error);
  }
  return effective(call.options).single_flight() ? load_or_join(call) : load_alone(call);
}

/// A load that nobody shares, on the thread that runs it. There is no flight in the table to find that a loader asks
/// for its own key, so each thread knows which of these loads it is in.
class Reader::LoadAlone {
 public:
  LoadAlone(const Reader& reader, const KeyView& key) : reader_(reader), key_(key), outer_(innermost_) {
    for (const LoadAlone* load = outer_; load != nullptr; load = load->outer_) {
      if (&load->reader_ == &reader && load->key_ == key) throw recursive_load(key);
    }
    innermost_ = this;
  }
  ~LoadAlone() { innermost_ = outer_; }
  LoadAlone(const LoadAlone&) = delete;
  LoadAlone& operator=(const LoadAlone&) = delete;

 private:
  static thread_local const LoadAlone* innermost_;
  const Reader& reader_;
  const KeyView& key_;
  const LoadAlone* const outer_;
};

thread_local const Reader::LoadAlone* Reader::LoadAlone::innermost_ = nullptr;

Outcome Reader::load_alone(const ReadCall& call) {
  const LoadAlone alone(*this, call.key);
  Flight flight(call.type);  // in no table
  static_cast<void>(flight.begin_running());
  return lead(flight, call);
}

Outcome Reader::load_or_join(const ReadCall& call) {
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
    auto found = find(request(call, now), Accept::fresh);
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
  Request request = this->request(call, created);
  request.tags = same_tags;
  const Begun begun = begin_in_store(request);
  flight.learnt(begun.load);
  // The caller looked before it led; another load may have ended in between.
  if (state_of(begun.found, created) == State::fresh && begun.found.entry != call.replaced) {
    return {Status::hit, false, created, begun.found.entry, nullptr};
  }
  try {
    return load_and_keep(call, begun, tags, created);
  } catch (const RecursiveLoad&) {
    if (auto outcome = fallback(call)) return *std::move(outcome);
    throw;  // the mistake of one way through the loaders is not what others will get
  } catch (...) {
    remember_error(call, begun);
    if (auto outcome = fallback(call)) return *std::move(outcome);
    throw;
  }
}

Outcome Reader::load_and_keep(const ReadCall& call, const Begun& begun, const TagSet& tags, TimePoint created) {
  const NewEntry entry = call.load();
  const TimePoint loaded = options_.clock->now();
  add_argument_tags(*entry, tags);
  entry->created_at = created;
  static_cast<void>(date(*entry, call.options, loaded));
  errors_.forget(call.key);
  if (begun.load) {
    try {
      store_.keep(*begun.load, entry, loaded);
    } catch (...) {  // NOLINT(bugprone-empty-catch): the caller has its value; the next read loads again
    }
  }
  const Status status = begun.found.entry ? Status::reloaded : Status::miss;
  return {status, false, loaded, entry, begun.found.entry};
}

void Reader::remember_error(const ReadCall& call, const Begun& begun) {
  const Duration error_ttl = effective(call.options).error_ttl();
  if (error_ttl == Duration::zero() || !begun.load) return;
  errors_.remember(call.key, call.type, std::current_exception(), later(options_.clock->now(), error_ttl), begun);
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

/// Owns all that a load needs, since it runs when its caller is gone.
struct Reader::RefreshJob {
  RefreshJob(const ReadCall& call, EntryPointer to_replace)
      : key(call.key),
        type(call.type),
        tags(call.tags()),
        load(call.own_load()),
        options(call.options),
        replaced(std::move(to_replace)) {}

  Key key;
  const ValueType& type;
  TagSet tags;
  OwnedLoader load;
  QueryOptions options;
  EntryPointer replaced;
};

void Reader::queue_refresh(const ReadCall& call, EntryPointer replaced) {
  if (errors_.find(call.key, call.type, options_.clock->now())) return;
  const std::shared_ptr<Flight> flight = flights_.queue(call.key, call.type);
  if (!flight) return;
  try {
    auto job = std::make_shared<RefreshJob>(call, std::move(replaced));
    const bool posted = background_.post([this, job, flight] {
      if (!flight->begin_running()) return;
      const auto tags = [&job] { return job->tags; };
      const auto own = [&job] { return job->load; };
      try {
        static_cast<void>(
            lead(*flight, {job->key.view(), job->type, tags, job->load, own, job->options, job->replaced}));
      } catch (...) {  // NOLINT(bugprone-empty-catch): the old entry stays, and a later read tries again
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
  queue_refresh(call, nullptr);
}

Request Reader::request(const ReadCall& call, TimePoint now) const {
  const EffectiveOptions options = effective(call.options);
  return {call.key, call.type, call.tags, now, options.layers(), options.consistency()};
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
