#include <exception>
#include <utility>

#include "entry_state.hpp"
#include "reader.hpp"

namespace tagcache::detail {

void Reader::warm(const ReadCall& call) {
  if (awaits_warming()) return warm_here(call);
  const TimePoint now = options_.clock->now();
  const Duration limit = *options_.warming.time_limit;
  const TimePoint until = limit == Duration::zero() ? TimePoint::max() : later(now, limit);
  try {
    if (!turns_.wait(std::make_shared<Turn>(call, now, until))) witness_.warming_given_up(call, now);
    give_turns();
  } catch (...) {
    witness_.warming_given_up(call, now);  // the write is done all the same
  }
}

void Reader::warm_here(const ReadCall& call) {
  const TimePoint now = options_.clock->now();
  const Duration limit = *options_.warming.time_limit;
  forget_outdated_flight(call);
  if (!may_refresh(call, Purpose::warming)) return;
  try {
    if (limit == Duration::zero()) {
      static_cast<void>(load_here(call, now));
    } else if (!load_within(call, later(now, limit), false)) {
      witness_.warming_given_up(call, now);
    }
  } catch (...) {  // NOLINT(bugprone-empty-catch): the load has told of it, and the write is done all the same
  }
}

std::optional<Outcome> Reader::need_not_warm(const ReadCall& call, const Found& found, TimePoint now) {
  if (state_of(found, now) == State::fresh) return Outcome{Status::hit, false, now, found.entry, nullptr};
  if (!may_refresh(call, Purpose::warming)) return Outcome{};
  forget_outdated_flight(call);
  return std::nullopt;
}

void Reader::give_turns() {
  const TimePoint now = options_.clock->now();
  for (const auto& turn : turns_.overdue(now)) {
    witness_.warming_given_up(turn->job.view(), turn->asked);
    // What no executor has begun must not begin any more.
    if (!turn->flight || !turn->flight->begin_running()) continue;
    flights_.remove(turn->job.view().key, *turn->flight);
    turn->flight->abandon();
  }
  while (const auto turn = turns_.next()) begin_warming(turn);
  const auto look_at = turns_.look_at();
  if (!look_at) return;
  const auto look = [this] {
    turns_.looked();
    if (!hands_on([this] { give_turns(); })) give_turns();
  };
  if (!background_.post_after(std::chrono::ceil<Duration>(*look_at - now), look)) turns_.looked();
}

void Reader::begin_warming(const std::shared_ptr<Turn>& turn) {
  const ReadCall& call = turn->job.view();
  try {
    forget_outdated_flight(call);
    const std::shared_ptr<Flight> flight = queue_refresh(call, nullptr, Purpose::warming);
    if (!flight) {
      turns_.ended(*turn);
      return;
    }
    turns_.begun(*turn, flight);  // one that was given up meanwhile goes on
    flight->on_end([this, weak = owner_, turn] {
      const auto alive = weak.lock();
      if (!alive || !turns_.ended(*turn)) return;
      if (options_.clock->now() >= turn->until) witness_.warming_given_up(turn->job.view(), turn->asked);
      give_turns();
    });
  } catch (...) {
    turns_.ended(*turn);
  }
}

}  // namespace tagcache::detail
