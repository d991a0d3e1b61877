#include <algorithm>
#include <utility>

#include "model/resolve_context.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

void refuse_unknown_id(const Text& name, const ResolveContext& context) {
  if (!context.document.ids_complete || context.document.doubtful.contains(name.value)) return;
  const std::vector<std::string> known = context.id_names();
  const std::optional<std::string> meant = nearest(name.value, known);
  const std::optional<NameProblem> problem = problem_with_name(name.value, NameUse::argument);
  context.diagnostics.report({"unknown-id",
                              name.range,
                              "no id is called '" + name.value + "'" + did_you_mean(name.value, known),
                              one_of("ids", known) + "; or a name with a type",
                              meant ? *meant : (problem ? problem->cure : name.value) + ": int",
                              {}});
}

}  // namespace

ArgumentList resolve_arguments(const std::vector<WrittenArgument>& written, const ResolveContext& context,
                               const std::string& owner) {
  ArgumentList list;
  NameRegister names(context.diagnostics);
  for (const WrittenArgument& argument : written) {
    const Text& named = argument.type ? *argument.type : argument.name;
    const auto id = context.ids.find(named.value);
    const bool is_id = id != context.ids.end();
    if (!is_id && !argument.type) {
      refuse_unknown_id(argument.name, context);
    } else if (argument.type || (!problem_with_name(argument.name.value, NameUse::id) &&
                                 !context.catalog.macros.contains(argument.name.value))) {
      // The name of an id was checked where the id is declared.
      context.check_name(argument.name, NameUse::argument);
    }
    const bool is_given = std::any_of(written.begin(), written.end(), [&](const WrittenArgument& other) {
      return other.is_given && other.name.value == argument.name.value;
    });
    names.declare(argument.name, "in " + owner + " the argument",
                  is_given ? "args: without " + argument.name.value + ", which the resource gives" : "another name");
    std::string type = is_id ? context.model.ids[id->second].type : argument.type ? named.value : std::string();
    TypeFacts facts = context.facts_of(type);
    list.arguments.push_back({argument.name.value, std::move(type), std::move(facts)});
    list.written.push_back(argument.name.value + (argument.type ? ": " + named.value : ""));
    list.ids.push_back(is_id ? std::optional(id->second) : std::nullopt);
  }
  return list;
}

}  // namespace tagcache::generator
