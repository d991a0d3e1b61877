#include <algorithm>

#include "steps.hpp"

namespace model {
namespace {

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

std::string name_of_cache(std::size_t key) { return std::string(cache_facts[key_facts[key].cache].prefix); }

std::string name_of(std::size_t key) { return name_of_cache(key) + ":" + std::string(key_facts[key].text); }

std::string text_of_key(const Step& step) {
  const std::string_view options = option_sets()[step.options].text;
  std::string text = " ";
  for (const std::size_t key : keys_of(step)) text += (text.size() > 1 ? " and " : "") + name_of(key);
  if (!options.empty()) text += " {" + std::string(options) + "}";
  return text;
}

std::string text_of_gift(const Step& step) {
  static constexpr std::array<std::string_view, 4> gifts{"a value", "none", "an error", "unchanged"};
  std::string text(gifts[static_cast<std::size_t>(step.gives)]);
  if (step.saying != 0) text += " (" + std::string(sayings()[step.saying].text) + ")";
  if (step.gives != Gives::error && step.tags != 0) text += " with the tags" + text_of_tags(step.tags);
  return text;
}

constexpr std::array<std::string_view, 5> manners{"query", "query force_refresh", "query on_refreshed", "query_many",
                                                  "query_many force_refresh"};

std::string text_without_faults(const Step& step) {
  switch (step.kind) {
    case Kind::query:
      return std::string(manners[static_cast<std::size_t>(step.asks)]) + text_of_key(step) + ", a load gives " +
             text_of_gift(step);
    case Kind::query_present:
      return "query if_present" + text_of_key(step);
    case Kind::warm:
      return "warm" + text_of_key(step) + ", a load gives " + text_of_gift(step);
    case Kind::get:
    case Kind::get_fresh:
      return "get" + text_of_key(step) + (step.kind == Kind::get_fresh ? ", fresh only" : "");
    case Kind::set:
      return "set" + text_of_key(step) + " to " + text_of_gift(step);
    case Kind::del:
      return "del " + name_of(step.key);
    case Kind::expire:
      return "expire " + name_of(step.key);
    case Kind::invalidate:
      return "invalidate" + text_of_tags(step.tags, step.exact, step.softly);
    case Kind::clear:
      return "clear " + name_of_cache(step.key);
    case Kind::enable:
      return std::string("switch ") + (step.on ? "on " : "off ") + name_of_cache(step.key);
    case Kind::read_only:
      return "make " + name_of_cache(step.key) + (step.on ? "" : " no more") + " read-only";
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

std::string text_of(const Step& step) {
  std::string text = text_without_faults(step);
  if (step.kind == Kind::query && has_timeout(step.options)) text += step.in_time ? "; in time" : "; too late";
  if (step.chance != 0) text += "; chance " + std::to_string(step.chance) + "/64";
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
