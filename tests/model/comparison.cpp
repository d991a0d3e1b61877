#include "comparison.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/memory.hpp>
#include <tagcache/testing/manual_randomness.hpp>
#include <utility>
#include <vector>

#include "chosen_executor.hpp"
#include "deciding_clock.hpp"
#include "faulty_store.hpp"
#include "real_calls.hpp"
#include "reference.hpp"
#include "results.hpp"

namespace model {
namespace {

using std::chrono::milliseconds;

bool has_faults(const Steps& steps) {
  return std::any_of(steps.begin(), steps.end(), [](const Step& step) { return step.faults != no_fault; });
}

/// Two caches on one store, their reference, and the steps that are done on both.
class Run {
 public:
  Run(const Steps& steps, std::uint64_t& done);

  std::optional<Divergence> divergence();

 private:
  /// The loads that must run, all at once, before the call that is under way returns, and what became of them.
  struct Awaited {
    const Reference::Loads& loads;
    Reference::Begun* call = nullptr;  ///< null for those of a task
    bool ran = false;
    std::uint64_t number = 0;  ///< of the first of them
  };

  /// Of the store, while one step is done.
  struct Mood {
    std::uint8_t faults = no_fault;
    bool has_found = false;
  };

  bool fails(StoreCall call);
  void do_steps(std::size_t begin, std::size_t end);
  void do_step(std::size_t place);
  void do_what_it_says(std::size_t place);
  Result expected_write(const Step& step);
  void do_query_on_both(std::size_t place);
  void do_task_on_both(std::size_t place);
  void run_task_on_both(std::size_t task, const Step& doing);
  void do_what_ends_the_wait();
  real::Values load(std::size_t place, real::Shown shown);
  [[nodiscard]] real::Loader loader_of(std::size_t place) {
    return [this, place](real::Shown shown) { return load(place, shown); };
  }
  void check_shown(const Reference::Load& load, const tagcache::Previous<Value>& shown);
  std::vector<Result> ended(const Awaited& awaited, const Step& doing);
  void end_run(Awaited& awaited, const Step& doing);
  void check(std::size_t place, const Results& expected, const Results& got);
  void check_quiet_work(std::size_t place);
  void check_counts();
  void diverge(std::size_t place, std::string text);
  [[nodiscard]] tagcache::CacheOptions options_of_cache(std::size_t cache) const;
  [[nodiscard]] tagcache::Primitives& cache_of(const Step& step) { return *caches_[key_facts[step.key].cache]; }

  const Steps& steps_;
  std::uint64_t& done_;
  std::optional<Divergence> divergence_;
  Reference reference_;
  Mood mood_;
  std::shared_ptr<tagcache::Store> memory_ = tagcache::memory({.max_entries = 1'000});
  std::shared_ptr<FaultyStore> store_ =
      std::make_shared<FaultyStore>(memory_, has_faults(steps_), [this](StoreCall call) { return fails(call); });
  std::shared_ptr<DecidingClock> clock_ = std::make_shared<DecidingClock>();
  std::shared_ptr<tagcache::testing::ManualRandomness> chance_ =
      std::make_shared<tagcache::testing::ManualRandomness>();
  std::shared_ptr<ChosenExecutor> executor_ = std::make_shared<ChosenExecutor>();
  std::array<std::optional<tagcache::Primitives>, cache_count> caches_;
  tagcache::Primitives pins_{memory_, {.prefix = "pins", .clock = clock_, .executor = executor_}};
  std::vector<Report> reports_;
  std::vector<Told> told_;
  Awaited* awaited_ = nullptr;
  std::size_t current_ = 0;
  std::uint64_t numbers_ = 0;
};

Run::Run(const Steps& steps, std::uint64_t& done) : steps_(steps), done_(done) {
  for (std::size_t cache = 0; cache < cache_count; ++cache) caches_[cache].emplace(store_, options_of_cache(cache));
  store_->on_report = [this](const tagcache::Verification& verification) {
    for (std::size_t key = 0; key < key_count; ++key) {
      const auto parts = tagcache::key(key_facts[key].text);
      const std::string text = real::view_of(*caches_[key_facts[key].cache], parts).text();
      if (verification.key == text) reports_.push_back({key, verification.stale, verification.is_refresh});
    }
  };
  clock_->on_wait = [this](tagcache::TimePoint) { do_what_ends_the_wait(); };
  // Keeps all tags known to the store: what it forgets counts as moved, which nobody could foretell.
  TagMask all = (1U << tag_count) - 1;
  pins_.set<int>("pin", 1, tags_of(all), {.ttl = tagcache::Duration(std::chrono::hours(1))});
}

tagcache::CacheOptions Run::options_of_cache(std::size_t cache) const {
  return {.prefix = std::string(cache_facts[cache].prefix),
          .defaults = defaults(),
          .clock = clock_,
          .executor = executor_,
          .randomness = chance_,
          .warming = {.at_once = 1'000'000, .time_limit = tagcache::Duration::zero()},
          .verifications_per_second = verifications_per_second,
          .verification_replaces = cache_facts[cache].verification_replaces};
}

std::optional<Divergence> Run::divergence() {
  do_steps(0, steps_.size());
  for (std::size_t cache = 0; cache < cache_count; ++cache) {
    caches_[cache]->set_enabled(true);
    reference_.enable(cache, true);
  }
  for (std::uint8_t key = 0; key < key_count && !divergence_; ++key) {
    Step look;
    look.kind = Kind::get;
    look.key = key;
    check(steps_.size(), reference_.get(look), real::get(cache_of(look), look));
  }
  check_counts();
  return std::move(divergence_);
}

bool Run::fails(StoreCall call) {
  static constexpr std::array<Fault, 5> faults{later_finds_fail, begin_fails, is_current_fails, keep_fails,
                                               write_fails};
  Fault fault = faults[static_cast<std::size_t>(call)];
  if (call == StoreCall::find && !std::exchange(mood_.has_found, true)) fault = first_find_fails;
  return (mood_.faults & fault) != 0;
}

void Run::diverge(std::size_t place, std::string text) {
  if (!divergence_) divergence_ = Divergence{place, std::move(text)};
}

void Run::check(std::size_t place, const Results& expected, const Results& got) {
  if (expected != got) diverge(place, "expected " + text_of(expected) + "\n     got      " + text_of(got));
}

/// What is done, or is to be done, without a caller who would be told.
void Run::check_quiet_work(std::size_t place) {
  if (executor_->waiting() != reference_.tasks()) {
    diverge(place, "expected " + std::to_string(reference_.tasks()) + " tasks that wait, got " +
                       std::to_string(executor_->waiting()));
  }
  if (reports_ != reference_.reports()) diverge(place, "the store is told of other checks than expected");
  if (told_ != reference_.told()) diverge(place, "who listens to refreshes is told otherwise than expected");
}

void Run::check_counts() {
  for (std::size_t cache = 0; cache < cache_count && !divergence_; ++cache) {
    const Counts counts = counts_of(caches_[cache]->stats());
    if (counts == reference_.counts(cache)) continue;
    diverge(steps_.size(), "expected the counts of " + std::string(cache_facts[cache].prefix) + ": " +
                               text_of(reference_.counts(cache)) + "\n     got " + text_of(counts));
  }
}

void Run::do_steps(std::size_t begin, std::size_t end) {
  for (std::size_t place = begin; place < end && !divergence_; place = end_of_nested(steps_, place)) do_step(place);
}

void Run::do_step(std::size_t place) {
  const Step& step = steps_[place];
  // A task looks for the first time before it waits; a cache that is switched off does not look.
  const bool has_found = step.kind == Kind::run_task || !reference_.enabled(key_facts[step.key].cache);
  const auto outer = std::exchange(mood_, {step.faults, has_found});
  const bool refused = std::exchange(executor_->refuses, (step.faults & executor_refuses) != 0);
  const double chance = chance_->next();
  chance_->set(step.chance / 64.0);
  const std::size_t outer_step = std::exchange(current_, place);
  ++done_;
  do_what_it_says(place);
  if (!divergence_) check_quiet_work(place);
  current_ = outer_step;
  chance_->set(chance);
  executor_->refuses = refused;
  mood_ = outer;
}

void Run::do_what_it_says(std::size_t place) {
  const Step& step = steps_[place];
  const std::size_t cache = key_facts[step.key].cache;
  switch (step.kind) {
    case Kind::query:
      return do_query_on_both(place);
    case Kind::query_present:
      return check(place, reference_.present(step), real::present(cache_of(step), step));
    case Kind::get:
    case Kind::get_fresh:
      return check(place, reference_.get(step), real::get(cache_of(step), step));
    case Kind::warm:
      reference_.warm(step, place);
      return real::warm(cache_of(step), step, loader_of(place));
    case Kind::enable:
      reference_.enable(cache, step.on);
      return caches_[cache]->set_enabled(step.on);
    case Kind::read_only:
      reference_.make_read_only(cache, step.on);
      return caches_[cache]->set_read_only(step.on);
    case Kind::advance:
      clock_->advance(milliseconds(step.milliseconds));
      return reference_.advance(step.milliseconds);
    case Kind::run_task:
      return do_task_on_both(place);
    case Kind::redeliver:
      reference_.redeliver(step);
      return executor_->run_delayed();
    default:
      const Result expected = expected_write(step);  // numbers the value that is set
      check(place, {expected}, real::write(cache_of(step), step, numbers_));
  }
}

Result Run::expected_write(const Step& step) {
  switch (step.kind) {
    case Kind::set:
      return reference_.set(step, ++numbers_);
    case Kind::del:
      return reference_.del(step);
    case Kind::expire:
      return reference_.expire(step);
    case Kind::invalidate:
      return reference_.invalidate(step);
    default:
      return reference_.clear(step);
  }
}

void Run::check_shown(const Reference::Load& load, const tagcache::Previous<Value>& shown) {
  const Reference::Entry* const expected = load.shown();
  const auto entry = shown.entry();
  const bool is_right =
      entry.has_value() == (expected != nullptr) &&
      (!entry || (entry->value() == expected->value &&
                  shown.validator() == (expected->validator == 0 ? "" : std::to_string(expected->validator))));
  if (!is_right) {
    diverge(current_, "the load of step " + std::to_string(load.step + 1) + " is shown " +
                          (entry ? text_of(entry->value()) : "nothing") + " instead of " +
                          (expected != nullptr ? text_of(expected->value) : "nothing"));
  }
}

/// The loader of the query at `place`, perhaps long after it.
real::Values Run::load(std::size_t place, real::Shown shown) {
  const Step& script = steps_[place];
  Awaited* const awaited = std::exchange(awaited_, nullptr);
  real::Values all;
  if (awaited != nullptr) end_run(*awaited, steps_[current_]);
  if (awaited == nullptr || awaited->ran || awaited->loads.size() != shown.size() ||
      awaited->loads.front().step != place) {
    diverge(current_, "a load ran that should not: that of step " + std::to_string(place + 1) + " for " +
                          std::to_string(shown.size()) + " keys");
    for (std::size_t each = 0; each < shown.size(); ++each) all.emplace_back(Value(0));
    return all;
  }
  for (std::size_t each = 0; each < shown.size(); ++each) check_shown(awaited->loads[each], shown[each]);
  awaited->ran = true;
  awaited->number = numbers_ + 1;
  numbers_ += shown.size();
  do_steps(place + 1, end_of_nested(steps_, place));
  awaited_ = awaited;  // it may come to another run
  if (script.gives == Gives::error) throw real::LoadFailed{awaited->number};
  const tagcache::LoadSettings& said = sayings()[script.saying].settings;
  for (std::size_t each = 0; each < shown.size(); ++each) {
    const std::uint64_t number = awaited->number + each;
    const bool renews = script.gives == Gives::unchanged && shown[each].entry();
    tagcache::Loaded<Value> loaded(script.gives == Gives::none ? Value() : Value(number));
    if (renews) loaded = tagcache::unchanged;
    if (!renews) loaded.validator(std::to_string(number));
    if (script.tags != 0) loaded.tags(tags_of(script.tags));
    if (said.ttl) loaded.ttl(*said.ttl);
    if (said.grace) loaded.grace(*said.grace);
    if (said.uncached) loaded.uncached();
    all.push_back(std::move(loaded));
  }
  return all;
}

/// What became of each of the loads.
std::vector<Result> Run::ended(const Awaited& awaited, const Step& doing) {
  std::vector<Result> results;
  if (!awaited.loads.empty() && !awaited.ran) {
    diverge(current_,
            "the load of step " + std::to_string(awaited.loads.front().step + 1) + " should have run and did not");
  }
  if (divergence_) return results;
  for (std::size_t each = 0; each < awaited.loads.size(); ++each) {
    const Reference::Load& load = awaited.loads[each];
    const Step& script = steps_[load.step];
    results.push_back(script.gives == Gives::error ? reference_.failed(load, awaited.number, doing)
                                                   : reference_.loaded(load, script, awaited.number + each, doing));
  }
  return results;
}

/// What the run of a call that is over gave is known to the reference before anything else happens in that call.
void Run::end_run(Awaited& awaited, const Step& doing) {
  if (awaited.call == nullptr || !awaited.ran || divergence_) return;
  const std::vector<Result> results = ended(awaited, doing);
  awaited.ran = false;
  if (!divergence_) reference_.end_loads(*awaited.call, results, doing);
}

void Run::do_query_on_both(std::size_t place) {
  const Step& step = steps_[place];
  if (!reference_.foretells(step)) return;
  Reference::Begun begun = reference_.begin_query(step, place);
  Awaited awaited{begun.loads, &begun};
  Awaited* const outer = std::exchange(awaited_, &awaited);
  const Results got = real::query(cache_of(step), step, loader_of(place), told_);
  awaited_ = outer;
  end_run(awaited, step);
  if (begun.wait) diverge(place, "the caller should have waited and did not");
  static_cast<void>(ended(awaited, step));
  if (!divergence_) check(place, reference_.end_query(step, begun), got);
}

void Run::do_task_on_both(std::size_t place) {
  if (reference_.tasks() == 0) return;
  const std::size_t task = steps_[place].task % reference_.tasks();
  if (!reference_.task_meets_itself(task)) run_task_on_both(task, steps_[place]);
}

void Run::run_task_on_both(std::size_t task, const Step& doing) {
  const Reference::Loads loads = reference_.begin_task(task, doing);
  Awaited awaited{loads};
  Awaited* const outer = std::exchange(awaited_, &awaited);
  executor_->run(task);
  awaited_ = outer;
  if (!divergence_) static_cast<void>(ended(awaited, doing));
  reference_.end_task();
}

/// The caller of the step that is under way waits: its load runs elsewhere now, or it is too late.
void Run::do_what_ends_the_wait() {
  const Step& step = steps_[current_];
  if (awaited_ != nullptr) end_run(*awaited_, step);
  Reference::Begun* const begun = awaited_ == nullptr ? nullptr : awaited_->call;
  if (begun == nullptr || !begun->wait)
    return diverge(current_, "a caller waits that should not"), clock_->advance(std::chrono::hours(1));
  const auto task = step.in_time ? reference_.awaited_task(*begun->wait) : std::nullopt;
  if (task) {
    run_task_on_both(*task, step);
  } else {
    const Time left = begun->wait->deadline - reference_.now();
    clock_->advance(milliseconds(left));
    reference_.advance(left);
  }
  if (!divergence_) reference_.end_wait(*begun, step);
}

}  // namespace

std::optional<Divergence> compare(const Steps& steps, std::uint64_t& done) { return Run(steps, done).divergence(); }

}  // namespace model
