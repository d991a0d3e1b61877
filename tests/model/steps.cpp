#include "steps.hpp"

#include "chance.hpp"

namespace model {
namespace {

constexpr std::size_t steps_in_a_sequence = 80;
constexpr std::uint8_t deepest = 3;

TagMask some_tags(Chance& chance) {
  TagMask tags = 1U << chance.below(tag_count);
  if (chance.one_in(4)) tags |= 1U << chance.below(tag_count);
  return tags;
}

/// Most sequences dwell on few keys and options, so that steps meet.
struct Focus {
  std::uint8_t keys;
  std::uint8_t first_key;
  std::uint8_t option_sets;
  std::uint8_t first_option_set;
  bool faults;
  bool switches;
};

Kind some_kind(Chance& chance, const Focus& focus) {
  static constexpr std::array<Kind, 26> kinds{
      Kind::expire,     Kind::query,   Kind::query,   Kind::query,   Kind::query,      Kind::query,
      Kind::query,      Kind::query,   Kind::query,   Kind::query,   Kind::get,        Kind::query_present,
      Kind::get_fresh,  Kind::set,     Kind::set,     Kind::del,     Kind::invalidate, Kind::invalidate,
      Kind::invalidate, Kind::advance, Kind::advance, Kind::advance, Kind::advance,    Kind::run_task,
      Kind::run_task,   Kind::run_task};
  if (chance.one_in(40)) return Kind::clear;
  if (chance.one_in(20)) return Kind::redeliver;
  if (chance.one_in(40)) return Kind::warm;
  if (focus.switches && chance.one_in(12)) return chance.one_in(2) ? Kind::enable : Kind::read_only;
  return kinds[chance.below(kinds.size())];
}

/// The option sets with timeouts, which stand beside each other.
void dwell_on_timeouts(Focus& focus) {
  focus.first_option_set = 0;
  while (!has_timeout(focus.first_option_set)) ++focus.first_option_set;
  focus.option_sets = 0;
  while (has_timeout(static_cast<std::uint8_t>(focus.first_option_set + focus.option_sets))) ++focus.option_sets;
}

Focus some_focus(Chance& chance) {
  const auto sets = static_cast<std::uint32_t>(option_sets().size());
  Focus focus{static_cast<std::uint8_t>(1 + chance.below(chance.one_in(2) ? 2 : key_count)),
              static_cast<std::uint8_t>(chance.below(key_count)),
              static_cast<std::uint8_t>(1 + chance.below(chance.one_in(2) ? 3 : sets)),
              static_cast<std::uint8_t>(chance.below(sets)),
              chance.one_in(2),
              chance.one_in(6)};
  if (chance.one_in(8)) dwell_on_timeouts(focus);
  return focus;
}

std::uint8_t some_others(Chance& chance, std::size_t key) {
  std::uint8_t others = 0;
  for (std::size_t other = 0; other < key_count; ++other) {
    const bool fits = key_facts[other].cache == key_facts[key].cache &&
                      key_facts[other].single_flight == key_facts[key].single_flight;
    if (fits && other != key && chance.one_in(3)) others = static_cast<std::uint8_t>(others | 1U << other);
  }
  return others;
}

void choose_manner(Chance& chance, Step& step) {
  static constexpr std::array<Asks, 9> manners{Asks::plainly,     Asks::plainly,   Asks::plainly,
                                               Asks::plainly,     Asks::listening, Asks::for_several,
                                               Asks::for_several, Asks::forced,    Asks::forced_for_several};
  step.asks = manners[chance.below(manners.size())];
  step.in_time = chance.one_in(2);
  if (asks_for_several(step.asks)) step.others = some_others(chance, step.key);
}

Step some_step(Chance& chance, const Focus& focus, std::uint8_t depth) {
  const auto said = static_cast<std::uint32_t>(sayings().size());
  Step step;
  step.kind = some_kind(chance, focus);
  step.depth = depth;
  step.key = static_cast<std::uint8_t>((focus.first_key + chance.below(focus.keys)) % key_count);
  step.options =
      static_cast<std::uint8_t>((focus.first_option_set + chance.below(focus.option_sets)) % option_sets().size());
  if (focus.faults && chance.one_in(8)) step.faults = static_cast<std::uint8_t>(1U << chance.below(7));
  step.chance = static_cast<std::uint8_t>(chance.below(4) * 16 + (chance.one_in(2) ? 15 : 0));
  const std::uint32_t gives = chance.below(10);
  step.gives = gives < 6 ? Gives::value : gives < 8 ? Gives::none : Gives::error;
  switch (step.kind) {
    case Kind::query:
      choose_manner(chance, step);
      [[fallthrough]];
    case Kind::warm:
      if (chance.one_in(4)) step.tags = some_tags(chance);
      if (chance.one_in(6)) step.gives = Gives::unchanged;
      if (chance.one_in(6)) step.saying = static_cast<std::uint8_t>(chance.below(said));
      break;
    case Kind::query_present:
    case Kind::get:
    case Kind::get_fresh:
      if (chance.one_in(4)) step.others = some_others(chance, step.key);
      break;
    case Kind::enable:
    case Kind::read_only:
      step.on = chance.one_in(2);
      break;
    case Kind::set:
      if (step.gives == Gives::error) step.gives = Gives::value;
      if (chance.one_in(4)) step.tags = some_tags(chance);
      break;
    case Kind::invalidate:
      step.tags = some_tags(chance);
      step.exact = chance.one_in(3) ? step.tags : 0;
      if (chance.one_in(8)) step.exact = step.tags & (1U << chance.below(tag_count));
      step.softly = chance.one_in(3) ? step.tags : 0;
      if (chance.one_in(8)) step.softly = step.tags & (1U << chance.below(tag_count));
      break;
    case Kind::advance:
      step.milliseconds = static_cast<std::uint16_t>(chance.below(chance.one_in(4) ? 14 : 5));
      if (chance.one_in(50)) step.milliseconds = 600;  // what is bounded in a second may come again
      break;
    case Kind::redeliver:
      step.faults &= write_fails;  // whom an executor refuses comes back when something asks for it
      break;
    case Kind::run_task:
      step.task = static_cast<std::uint8_t>(chance.below(4));
      break;
    default:
      break;
  }
  return step;
}

void add_step(Chance& chance, const Focus& focus, std::uint8_t depth, Steps& steps) {
  const Step step = some_step(chance, focus, depth);
  steps.push_back(step);
  if ((step.kind != Kind::query && step.kind != Kind::warm) || depth == deepest || !chance.one_in(3)) return;
  const std::uint32_t count = 1 + chance.below(3);
  for (std::uint32_t nested = 0; nested < count; ++nested) {
    add_step(chance, focus, static_cast<std::uint8_t>(depth + 1), steps);
  }
}

}  // namespace

void choose_steps(std::uint64_t seed, Steps& steps) {
  Chance chance(seed);
  const Focus focus = some_focus(chance);
  steps.clear();
  while (steps.size() < steps_in_a_sequence) add_step(chance, focus, 0, steps);
}

std::vector<std::size_t> keys_of(const Step& step) {
  std::vector<std::size_t> keys{step.key};
  if (step.kind == Kind::query && !asks_for_several(step.asks)) return keys;
  for (std::size_t other = 0; other < key_count; ++other) {
    if ((step.others >> other & 1U) != 0) keys.push_back(other);
  }
  return keys;
}

bool has_timeout(std::uint8_t options) {
  const tagcache::QueryOptions& given = option_sets()[options].options;
  return given.soft_timeout || given.hard_timeout;
}

std::size_t end_of_nested(const Steps& steps, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < steps.size() && steps[end].depth > steps[begin].depth) ++end;
  return end;
}

}  // namespace model
