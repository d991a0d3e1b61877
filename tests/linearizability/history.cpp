#include "history.hpp"

#include <array>
#include <string_view>

namespace linearizability {

std::string text(const History& history) {
  static constexpr std::array<std::string_view, 10> names{"misses", "begins",  "keeps",   "reads", "prepares",
                                                          "puts",   "deletes", "expires", "moves", "clears"};
  std::string lines = history.may_forget ? "the store may forget\n" : "the store has room for all\n";
  for (const Step& step : history.steps) {
    lines += "[" + std::to_string(step.begin) + ", " + std::to_string(step.end) + "] thread " +
             std::to_string(step.thread) + " " + std::string(names[static_cast<std::size_t>(step.kind)]);
    lines += " key " + std::to_string(step.key);
    if (step.value != 0) lines += " value " + std::to_string(step.value);
    if (step.tags != 0) lines += " tags " + std::to_string(step.tags);
    if (step.is_shared) lines += " of another's load";
    if (step.is_expiry) lines += " as expired";
    lines += '\n';
  }
  return lines;
}

}  // namespace linearizability
