#include <set>
#include <string_view>
#include <utility>

#include "model/emitted_names.hpp"
#include "model/resolve_context.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

void check_copyable(const WrittenMutation& written, const ArgumentList& list, const ResolveContext& context) {
  for (std::size_t index = 0; index < list.arguments.size(); ++index) {
    const Argument& argument = list.arguments[index];
    const TypeFacts& facts = argument.facts;
    // Coroutines own their arguments.
    const bool is_owned = !context.model.is_async || facts.not_moved.empty();
    if (list.ids[index] || (facts.copyable && is_owned)) continue;
    const std::string why =
        !facts.copyable ? "cannot be copied" : "cannot be owned by a coroutine (" + facts.not_moved + ")";
    const std::string shared = "std::shared_ptr<const " + argument.type + '>';
    const bool has_comma = shared.find(',') != std::string::npos;
    context.diagnostics.report({"not-copyable",
                                written.arguments[index].type->range,
                                "'" + argument.type + "' " + why + ", so it cannot be an argument",
                                "a type that can be copied",
                                argument.name + ": " + (has_comma ? '"' + shared + '"' : shared),
                                {}});
  }
}

/// An event has no source that could want an argument.
void check_all_used(const WrittenMutation& written, const Mutation& event, const std::string& owner,
                    const ResolveContext& context) {
  std::set<std::size_t> used;
  for (const FilledTag& tag : event.invalidates) used.insert(tag.arguments.begin(), tag.arguments.end());
  for (const Recache& recache : event.recache) {
    for (const PassedValue& passed : recache.arguments) {
      if (passed.argument) used.insert(*passed.argument);
    }
  }
  for (std::size_t index = 0; index < event.arguments.size(); ++index) {
    if (used.contains(index) || written.recache.size() != event.recache.size()) continue;
    context.diagnostics.report({"unused-argument",
                                written.arguments[index].name.range,
                                "'" + event.arguments[index].name + "' is in no tag and no query of " + owner,
                                "arguments that say what is invalidated",
                                "args: without " + event.arguments[index].name,
                                {}});
  }
}

void check_method_name(const WrittenMutation& written, const ResolveContext& context) {
  if (!written.is_event) return context.check_name(written.name, NameUse::method);
  context.check_name({written.name.value.substr(event_prefix.size()), written.name.range}, NameUse::event);
}

Mutation resolve_mutation(const WrittenMutation& written, const ResolveContext& context) {
  const std::string owner = written.is_event ? "the event " + written.name.value.substr(event_prefix.size())
                                             : "the mutation " + written.name.value;
  check_method_name(written, context);
  ArgumentList arguments = resolve_arguments(written.arguments, context, owner);
  arguments.complete = written.has_all_arguments;
  check_copyable(written, arguments, context);
  if (written.returns) context.check_spelling(*written.returns);
  for (const WrittenArgument& argument : written.arguments) {
    if (argument.type) context.check_spelling(*argument.type);
  }
  Mutation mutation;
  mutation.name = written.name.value;
  if (written.doc) mutation.doc = written.doc->value;
  mutation.returns = written.returns ? written.returns->value : "void";
  bool all_tags = true;
  mutation.invalidates = resolve_filled_tags(written.invalidates, arguments, context, owner, all_tags);
  mutation.recache = resolve_recaches(written, arguments, context, owner);
  mutation.is_event = written.is_event;
  mutation.arguments = std::move(arguments.arguments);
  if (written.is_event && written.complete && all_tags && !written.invalidates.empty())
    check_all_used(written, mutation, owner, context);
  return mutation;
}

}  // namespace

void resolve_mutations(ResolveContext& context) {
  for (const WrittenMutation& written : context.document.mutations) {
    context.model.mutations.push_back(resolve_mutation(written, context));
  }
}

}  // namespace tagcache::generator
