#include "model/resolve_context.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "support/suggestion.hpp"

namespace tagcache::generator {

std::optional<std::size_t> ArgumentList::find(const std::string& name) const {
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    if (arguments[index].name == name) return index;
  }
  return std::nullopt;
}

std::vector<std::string> ArgumentList::names() const {
  std::vector<std::string> names;
  for (const Argument& argument : arguments) names.push_back(argument.name);
  return names;
}

std::string ArgumentList::with(const std::string& argument) const {
  std::vector<std::string> all = written;
  all.push_back(argument);
  return "args: [" + listed(all) + "]";
}

TypeFacts ResolveContext::facts_of(const std::string& type) const {
  const auto found = catalog.types.find(type);
  return found == catalog.types.end() ? TypeFacts{} : found->second;
}

void ResolveContext::check_name(const Text& name, NameUse use) const {
  std::optional<NameProblem> problem = problem_with_name(name.value, use);
  if (!problem) return;
  diagnostics.report({std::move(problem->code),
                      name.range,
                      std::move(problem->message),
                      std::move(problem->expected),
                      std::move(problem->cure),
                      {}});
}

std::string key_type_for(const TypeFacts& facts, const std::string& other) {
  if (facts.not_a_key.ends_with("write std::string")) return "std::string";
  if (facts.kind == TypeKind::floating) return "std::int64_t";
  const bool is_wide = facts.kind == TypeKind::integral && facts.size_bytes > sizeof(std::uint64_t);
  return is_wide ? "\"std::array<std::uint64_t, 2>\"" : other;
}

std::vector<std::string> ResolveContext::id_names() const {
  std::vector<std::string> names;
  for (const WrittenId& id : document.ids) {
    if (std::find(names.begin(), names.end(), id.name.value) == names.end()) names.push_back(id.name.value);
  }
  return names;
}

bool NameRegister::declare(const Text& name, const std::string& what, const std::string& cure) {
  const auto [first, is_new] = places_.emplace(name.value, name.range);
  if (!is_new) {
    diagnostics_.report({"duplicate-name",
                         name.range,
                         what + " '" + name.value + "' is declared twice",
                         "each name once",
                         cure,
                         {{first->second, "first declared here"}}});
  }
  return is_new;
}

bool leaves_memory(const Query& query, const CacheModel& model) {
  const std::optional<Layers> layers = query.options.layers ? query.options.layers : model.defaults.layers;
  return layers.value_or(Layers::all) != Layers::memory;
}

}  // namespace tagcache::generator
