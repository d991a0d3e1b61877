#include "comparison.hpp"

#include <chrono>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/memory.hpp>
#include <tagcache/testing/manual_clock.hpp>
#include <utility>
#include <vector>

#include "chosen_executor.hpp"
#include "faulty_store.hpp"
#include "reference.hpp"

namespace model {
namespace {

using std::chrono::milliseconds;
using Way = Result::Way;

/// What a load throws when its step says so.
struct LoadFailed {
  std::uint64_t number;
};

Time milliseconds_of(tagcache::TimePoint instant) {
  return std::chrono::duration_cast<milliseconds>(instant.time_since_epoch()).count();
}

TagMask mask_of(const tagcache::TagSet& tags) {
  TagMask mask = 0;
  for (const tagcache::Tag& each : tags) {
    for (std::size_t number = 0; number < tag_count; ++number) {
      if (each == tag(number)) mask |= 1U << number;
    }
  }
  return mask;
}

Result result_of(const tagcache::Handle<Value>& handle) {
  const auto entries = handle.entries();
  Result result{.way = Way::served, .status = handle.status(), .value = *handle, .age = handle.age().count()};
  result.expires = milliseconds_of(entries.after.expires_at());
  result.grace_until = milliseconds_of(entries.after.grace_until().value_or(entries.after.expires_at()));
  if (entries.before) result.before = entries.before->value();
  result.tags = mask_of(entries.after.tags());
  return result;
}

std::string text_of(Value value) { return value ? "value " + std::to_string(*value) : "none"; }

std::string text_of(const Result& result) {
  static constexpr std::array<std::string_view, 5> statuses{"hit", "stale", "miss", "reloaded", "fallback"};
  switch (result.way) {
    case Way::served:
      return std::string(statuses[static_cast<std::size_t>(result.status)]) + ": " + text_of(result.value) +
             " of age " + std::to_string(result.age) + ", expires at " + std::to_string(result.expires) +
             ", grace until " + std::to_string(result.grace_until) +
             ", before: " + (result.before ? text_of(*result.before) : "nothing") + ", tags " +
             std::to_string(result.tags);
    case Way::nothing:
      return "nothing";
    case Way::error:
      return "the error of load " + std::to_string(result.error);
    case Way::recursive_load:
      return "RecursiveLoad";
    case Way::store_error:
      return "StoreError";
    case Way::done:
      return "done";
  }
  return "";
}

/// Runs a call of the cache and says what it came to.
template <class Call>
Result result_of_call(const Call& call) {
  try {
    return call();
  } catch (const LoadFailed& failed) {
    return {.way = Way::error, .error = failed.number};
  } catch (const tagcache::RecursiveLoad&) {
    return {.way = Way::recursive_load};
  } catch (const tagcache::StoreError&) {
    return {.way = Way::store_error};
  }
}

/// A cache, its reference, and the steps that are done on both.
class Run {
 public:
  Run(const Steps& steps, std::uint64_t& done) : steps_(steps), done_(done) {
    // Keeps all tags known to the store: what it forgets counts as moved, which nobody could foretell.
    TagMask all = (1U << tag_count) - 1;
    pins_.set<int>("pin", 1, tags_of(all), {.ttl = tagcache::Duration(std::chrono::hours(1))});
  }

  std::optional<Divergence> divergence() {
    do_steps(0, steps_.size());
    for (std::uint8_t key = 0; key < key_count && !divergence_; ++key) {
      Step look;
      look.kind = Kind::get;
      look.key = key;
      check(steps_.size(), reference_.get(look), do_get(look));
    }
    return std::move(divergence_);
  }

 private:
  /// A load that must run before the call that is under way returns, and what became of it.
  struct Awaited {
    const Reference::Load* load = nullptr;
    bool ran = false;
    std::uint64_t number = 0;
  };

  /// Of the store, while one step is done.
  struct Mood {
    std::uint8_t faults = no_fault;
    bool has_found = false;
  };

  bool fails(StoreCall call);
  void do_steps(std::size_t begin, std::size_t end);
  void do_step(std::size_t place);
  Result do_get(const Step& step);
  Result do_query(std::size_t place);
  Result do_query_many(std::size_t place);
  Result do_write(const Step& step);
  Result expected_write(const Step& step);
  void do_query_on_both(std::size_t place);
  void do_task_on_both(std::size_t place);
  tagcache::Loaded<Value> load(std::size_t place);
  Result ended(const Reference::Load& begun, const Awaited& awaited, std::uint8_t faults);
  void check(std::size_t place, const Result& expected, const Result& got);
  void diverge(std::size_t place, std::string text);

  const Steps& steps_;
  std::uint64_t& done_;
  std::optional<Divergence> divergence_;
  Reference reference_;
  Mood mood_;
  std::shared_ptr<tagcache::Store> memory_ = tagcache::memory();
  std::shared_ptr<FaultyStore> store_ =
      std::make_shared<FaultyStore>(memory_, [this](StoreCall call) { return fails(call); });
  std::shared_ptr<tagcache::testing::ManualClock> clock_ = std::make_shared<tagcache::testing::ManualClock>();
  std::shared_ptr<ChosenExecutor> executor_ = std::make_shared<ChosenExecutor>();
  tagcache::Primitives cache_{store_, {.defaults = defaults(), .clock = clock_, .executor = executor_}};
  tagcache::Primitives pins_{memory_, {.prefix = "pins", .clock = clock_, .executor = executor_}};
  Awaited* awaited_ = nullptr;
  std::size_t current_ = 0;
  std::uint64_t numbers_ = 0;
};

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

void Run::check(std::size_t place, const Result& expected, const Result& got) {
  if (!(expected == got)) diverge(place, "expected " + text_of(expected) + "\n     got      " + text_of(got));
}

void Run::do_steps(std::size_t begin, std::size_t end) {
  for (std::size_t place = begin; place < end && !divergence_; place = end_of_nested(steps_, place)) do_step(place);
}

void Run::do_step(std::size_t place) {
  const Step& step = steps_[place];
  // A task looks for the first time before it waits.
  const auto outer = std::exchange(mood_, {step.faults, step.kind == Kind::run_task});
  const bool refused = std::exchange(executor_->refuses, (step.faults & executor_refuses) != 0);
  const std::size_t outer_step = std::exchange(current_, place);
  ++done_;
  switch (step.kind) {
    case Kind::query:
      do_query_on_both(place);
      break;
    case Kind::get:
    case Kind::get_fresh:
      check(place, reference_.get(step), do_get(step));
      break;
    case Kind::advance:
      clock_->advance(milliseconds(step.milliseconds));
      reference_.advance(step.milliseconds);
      break;
    case Kind::run_task:
      do_task_on_both(place);
      break;
    case Kind::redeliver:
      reference_.redeliver(step);
      executor_->run_delayed();
      break;
    default:
      const Result expected = expected_write(step);  // numbers the value that is set
      check(place, expected, do_write(step));
  }
  if (executor_->waiting() != reference_.tasks()) {
    diverge(place, "expected " + std::to_string(reference_.tasks()) + " tasks that wait, got " +
                       std::to_string(executor_->waiting()));
  }
  current_ = outer_step;
  executor_->refuses = refused;
  mood_ = outer;
}

Result Run::do_get(const Step& step) {
  return result_of_call([&]() -> Result {
    const auto accept = step.kind == Kind::get ? tagcache::Accept::in_grace : tagcache::Accept::fresh;
    const auto handle = cache_.get<Value>(key_facts[step.key].text, accept);
    return handle ? result_of(*handle) : Result{.way = Way::nothing};
  });
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

Result Run::do_write(const Step& step) {
  return result_of_call([&]() -> Result {
    if (step.kind == Kind::set) {
      cache_.set<Value>(key_facts[step.key].text, step.gives == Gives::none ? Value() : Value(numbers_),
                        tags_of(key_facts[step.key].tags | step.tags), options_of(step.options, true));
    } else if (step.kind == Kind::del) {
      cache_.del(key_facts[step.key].text);
    } else if (step.kind == Kind::expire) {
      cache_.expire(key_facts[step.key].text);
    } else if (step.kind == Kind::clear) {
      cache_.clear();
    } else {
      std::vector<tagcache::Invalidation> invalidations;
      for (std::size_t number = 0; number < tag_count; ++number) {
        if ((step.tags >> number & 1U) == 0) continue;
        const bool exact = (step.exact >> number & 1U) != 0;
        const bool softly = (step.softly >> number & 1U) != 0;
        invalidations.push_back({tag(number), exact ? tagcache::Reach::exact : tagcache::Reach::prefix,
                                 softly ? tagcache::Becomes::expired : tagcache::Becomes::invalidated});
      }
      cache_.invalidate(invalidations);
    }
    return {};
  });
}

/// The loader of the query at `place`, perhaps long after it.
tagcache::Loaded<Value> Run::load(std::size_t place) {
  const Step& script = steps_[place];
  Awaited* const awaited = std::exchange(awaited_, nullptr);
  if (awaited == nullptr || awaited->load == nullptr || awaited->load->step != place) {
    diverge(current_, "a load ran that should not: that of step " + std::to_string(place + 1));
    return Value(0);
  }
  awaited->ran = true;
  awaited->number = ++numbers_;
  do_steps(place + 1, end_of_nested(steps_, place));
  if (script.gives == Gives::error) throw LoadFailed{awaited->number};
  const Value value = script.gives == Gives::none ? Value() : Value(awaited->number);
  if (script.tags == 0) return value;
  return tagcache::Loaded<Value>(value).tags(tags_of(script.tags));
}

Result Run::ended(const Reference::Load& begun, const Awaited& awaited, std::uint8_t faults) {
  if (!awaited.ran) {
    diverge(current_, "the load of step " + std::to_string(begun.step + 1) + " should have run and did not");
    return {};
  }
  const Step& script = steps_[begun.step];
  return script.gives == Gives::error ? reference_.failed(begun, awaited.number, faults)
                                      : reference_.loaded(begun, script, awaited.number, faults);
}

void Run::do_query_on_both(std::size_t place) {
  const Step& step = steps_[place];
  if (!reference_.foretells(step)) return;
  const Reference::Begun begun = reference_.begin_query(step, place);
  Awaited awaited{begun.load ? &*begun.load : nullptr};
  Awaited* const outer = std::exchange(awaited_, &awaited);
  const Result got = do_query(place);
  awaited_ = outer;
  if (!divergence_) check(place, begun.load ? ended(*begun.load, awaited, step.faults) : begun.result, got);
}

Result Run::do_query(std::size_t place) {
  const Step& step = steps_[place];
  const KeyFacts& key = key_facts[step.key];
  if (step.as_one_of_many) return do_query_many(place);
  return result_of_call([&] {
    return result_of(cache_.query<Value>(
        key.text, tags_of_key(step.key), [this, place] { return load(place); },
        options_of(step.options, key.single_flight)));
  });
}

/// A key alone is read like one of several.
Result Run::do_query_many(std::size_t place) {
  const Step& step = steps_[place];
  const KeyFacts& key = key_facts[step.key];
  const std::vector<std::string> keys(2, std::string(key.text));
  return result_of_call([&] {
    return result_of(cache_
                         .query_many<Value>(
                             keys, [&step](std::string_view) { return tags_of_key(step.key); },
                             [this, place](std::span<const std::string> missing) {
                               if (missing.size() != 1) diverge(current_, "a key that was given twice is loaded twice");
                               return std::vector{load(place)};
                             },
                             options_of(step.options, key.single_flight))
                         .back());
  });
}

void Run::do_task_on_both(std::size_t place) {
  if (reference_.tasks() == 0) return;
  const std::size_t task = steps_[place].task % reference_.tasks();
  if (reference_.task_meets_itself(task)) return;
  const auto begun = reference_.begin_task(task, steps_[place].faults);
  Awaited awaited{begun ? &*begun : nullptr};
  Awaited* const outer = std::exchange(awaited_, &awaited);
  executor_->run(task);
  awaited_ = outer;
  if (begun && !divergence_) static_cast<void>(ended(*begun, awaited, steps_[place].faults));
}

}  // namespace

std::optional<Divergence> compare(const Steps& steps, std::uint64_t& done) { return Run(steps, done).divergence(); }

}  // namespace model
