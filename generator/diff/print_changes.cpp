#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diff/compare.hpp"
#include "support/columns.hpp"
#include "support/json_tree.hpp"

namespace tagcache::generator {
namespace {

struct EffectText {
  Effect effect;
  std::string_view name;   ///< for programs
  std::string_view title;  ///< for people
  std::string_view colour;
};

constexpr std::array effects = {
    EffectText{Effect::cold, "cold", "Entries that turn cold", "1;34"},
    EffectText{Effect::calls, "calls", "Calls that stop compiling or change their meaning", "1;31"},
    EffectText{Effect::source, "source", "Functions of the source to write, to change or to delete", "1;33"},
    EffectText{Effect::behaviour, "behaviour", "What only behaves otherwise", "1"}};

constexpr std::string_view values_unknown =
    "What is in the values and the keys was not compared: that needs the headers of both versions.\n";

std::string step_text(const Change& change) {
  if (change.before.empty()) return "new: " + change.after;
  if (change.after.empty()) return "is gone: " + change.before;
  return change.before + " -> " + change.after;
}

}  // namespace

std::string changes_as_text(const Changes& changes, bool colours) {
  std::string text;
  for (const EffectText& effect : effects) {
    Columns columns;
    bool any = false;
    for (const Change& change : changes.found) {
      if (change.effect != effect.effect) continue;
      any = true;
      columns.line({change.subject, change.what, step_text(change)});
    }
    if (!any) continue;
    const std::string title(effect.title);
    text += text.empty() ? "" : "\n";
    text += (colours ? "\x1b[" + std::string(effect.colour) + 'm' + title + "\x1b[0m" : title) + '\n';
    text += columns.text(2);
  }
  if (text.empty()) text = "No difference.\n";
  return changes.of_values ? text : text + "\n" + std::string(values_unknown);
}

std::string changes_as_json(const Changes& changes) {
  std::vector<Json> written;
  for (const Change& change : changes.found) {
    written.push_back(Json::object()
                          .add("effect", Json::text(effects.at(static_cast<std::size_t>(change.effect)).name))
                          .add("subject", Json::text(change.subject))
                          .add("what", Json::text(change.what))
                          .add("before", Json::text(change.before))
                          .add("after", Json::text(change.after)));
  }
  return Json::object()
      .add("breaking", Json::truth(breaks_something(changes.found)))
      .add("values_compared", Json::truth(changes.of_values))
      .add("changes", Json::array(std::move(written)))
      .printed();
}

}  // namespace tagcache::generator
