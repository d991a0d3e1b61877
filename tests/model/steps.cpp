#include "steps.hpp"

#include "chance.hpp"

namespace model {
namespace {

constexpr std::size_t steps_in_a_sequence = 48;
constexpr std::uint8_t deepest = 3;

TagMask some_tags(Chance& chance) {
  TagMask tags = 1U << chance.below(tag_count);
  if (chance.one_in(4)) tags |= 1U << chance.below(tag_count);
  return tags;
}

Kind some_kind(Chance& chance) {
  static constexpr std::array<Kind, 26> kinds{
      Kind::expire,     Kind::query,   Kind::query,   Kind::query,   Kind::query,      Kind::query,
      Kind::query,      Kind::query,   Kind::query,   Kind::query,   Kind::get,        Kind::get,
      Kind::get_fresh,  Kind::set,     Kind::set,     Kind::del,     Kind::invalidate, Kind::invalidate,
      Kind::invalidate, Kind::advance, Kind::advance, Kind::advance, Kind::advance,    Kind::run_task,
      Kind::run_task,   Kind::run_task};
  if (chance.one_in(40)) return Kind::clear;
  if (chance.one_in(20)) return Kind::redeliver;
  return kinds[chance.below(kinds.size())];
}

/// Most sequences dwell on few keys and options, so that steps meet.
struct Focus {
  std::uint8_t keys;
  std::uint8_t first_key;
  std::uint8_t option_sets;
  std::uint8_t first_option_set;
  bool faults;
};

Focus some_focus(Chance& chance) {
  const auto sets = static_cast<std::uint32_t>(option_sets().size());
  return {static_cast<std::uint8_t>(1 + chance.below(chance.one_in(2) ? 2 : key_count)),
          static_cast<std::uint8_t>(chance.below(key_count)),
          static_cast<std::uint8_t>(1 + chance.below(chance.one_in(2) ? 3 : sets)),
          static_cast<std::uint8_t>(chance.below(sets)), chance.one_in(2)};
}

Step some_step(Chance& chance, const Focus& focus, std::uint8_t depth) {
  Step step;
  step.kind = some_kind(chance);
  step.depth = depth;
  step.key = static_cast<std::uint8_t>((focus.first_key + chance.below(focus.keys)) % key_count);
  step.options =
      static_cast<std::uint8_t>((focus.first_option_set + chance.below(focus.option_sets)) % option_sets().size());
  if (focus.faults && chance.one_in(8)) step.faults = static_cast<std::uint8_t>(1U << chance.below(7));
  const std::uint32_t gives = chance.below(10);
  step.gives = gives < 6 ? Gives::value : gives < 8 ? Gives::none : Gives::error;
  switch (step.kind) {
    case Kind::query:
      if (chance.one_in(4)) step.tags = some_tags(chance);
      step.as_one_of_many = chance.one_in(3);
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
      step.milliseconds = static_cast<std::uint8_t>(chance.below(chance.one_in(4) ? 14 : 5));
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
  if (step.kind != Kind::query || depth == deepest || !chance.one_in(3)) return;
  const std::uint32_t count = 1 + chance.below(3);
  for (std::uint32_t nested = 0; nested < count; ++nested) {
    add_step(chance, focus, static_cast<std::uint8_t>(depth + 1), steps);
  }
}

constexpr std::array<std::string_view, 7> fault_texts{"the first find fails", "later finds fail", "begin fails",
                                                      "keep fails",           "is_current fails", "the write fails",
                                                      "the executor refuses"};

std::string text_of_tags(TagMask tags, TagMask exact = 0, TagMask softly = 0) {
  std::string text;
  for (std::size_t number = 0; number < tag_count; ++number) {
    if ((tags >> number & 1U) == 0) continue;
    text += text.empty() ? " " : ", ";
    if ((softly >> number & 1U) != 0) text += "softly ";
    const bool is_exact = (exact >> number & 1U) != 0;
    text += is_exact ? "exact(" + std::string(tag_facts[number].text) + ")" : std::string(tag_facts[number].text);
  }
  return text;
}

std::string text_of_key(const Step& step) {
  const std::string_view options = option_sets()[step.options].text;
  std::string text = " " + std::string(key_facts[step.key].text);
  if (!options.empty()) text += " {" + std::string(options) + "}";
  return text;
}

std::string text_of_gift(const Step& step) {
  std::string text = step.gives == Gives::value ? "a value" : step.gives == Gives::none ? "none" : "an error";
  if (step.gives != Gives::error && step.tags != 0) text += " with the tags" + text_of_tags(step.tags);
  return text;
}

std::string text_without_faults(const Step& step) {
  switch (step.kind) {
    case Kind::query:
      return (step.as_one_of_many ? "query_many" : "query") + text_of_key(step) + ", a load gives " +
             text_of_gift(step);
    case Kind::get:
      return "get " + std::string(key_facts[step.key].text);
    case Kind::get_fresh:
      return "get " + std::string(key_facts[step.key].text) + ", fresh only";
    case Kind::set:
      return "set" + text_of_key(step) + " to " + text_of_gift(step);
    case Kind::del:
      return "del " + std::string(key_facts[step.key].text);
    case Kind::expire:
      return "expire " + std::string(key_facts[step.key].text);
    case Kind::invalidate:
      return "invalidate" + text_of_tags(step.tags, step.exact, step.softly);
    case Kind::clear:
      return "clear";
    case Kind::advance:
      return "advance the clock by " + std::to_string(step.milliseconds) + " ms";
    case Kind::redeliver:
      return "tell the store what it could not be told";
    case Kind::run_task:
      return "run the waiting task " + std::to_string(step.task) + " (counted round)";
  }
  return "";
}

}  // namespace

void choose_steps(std::uint64_t seed, Steps& steps) {
  Chance chance(seed);
  const Focus focus = some_focus(chance);
  steps.clear();
  while (steps.size() < steps_in_a_sequence) add_step(chance, focus, 0, steps);
}

std::size_t end_of_nested(const Steps& steps, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < steps.size() && steps[end].depth > steps[begin].depth) ++end;
  return end;
}

std::string text_of(const Step& step) {
  std::string text = text_without_faults(step);
  for (std::size_t fault = 0; fault < fault_texts.size(); ++fault) {
    if ((step.faults >> fault & 1U) != 0) text += "; " + std::string(fault_texts[fault]);
  }
  return text;
}

std::string text_of(const Steps& steps) {
  std::string text;
  for (std::size_t number = 0; number < steps.size(); ++number) {
    const std::string place = std::to_string(number + 1);
    text += std::string(4 - std::min<std::size_t>(4, place.size()), ' ') + place + "  ";
    for (int depth = 0; depth < steps[number].depth; ++depth) text += "while it loads: ";
    text += text_of(steps[number]) + "\n";
  }
  return text;
}

}  // namespace model
