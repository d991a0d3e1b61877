#include "model/resolve_context.hpp"

#include <algorithm>
#include <cstdint>
#include <regex>
#include <utility>

#include "model/derived_names.hpp"
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
  if (!problem) return check_macro(name, use);
  const bool is_segment = use == NameUse::segment;
  diagnostics.report({std::move(problem->code),
                      name.range,
                      std::move(problem->message),
                      std::move(problem->expected),
                      is_segment ? cure_for_segment(problem->cure, name.value) : std::move(problem->cure),
                      {}});
}

void ResolveContext::check_macro(const Text& name, NameUse use) const {
  const auto macro = catalog.macros.find(name.value);
  const bool is_called = use == NameUse::method || use == NameUse::segment;
  if (macro == catalog.macros.end() || (macro->second.takes_arguments && !is_called)) return;
  const SourceRange& place = macro->second.place;
  std::vector<Note> notes;
  if (place.file != nullptr) notes.push_back({place, "'" + name.value + "' is defined here"});
  const std::string other = another_name(name.value, use);
  diagnostics.report(
      {"reserved-name", name.range, "'" + name.value + "' is a macro that a header defines",
       "another name; or, where nothing needs the macro, '#undef " + name.value + "' at the end of a header",
       use == NameUse::segment ? cure_for_segment(other, name.value) : other, std::move(notes)});
}

void ResolveContext::check_derived_macros() const {
  for (const DerivedName& derived : derived_names(document)) {
    const auto macro = catalog.macros.find(derived.name);
    if (macro == catalog.macros.end()) continue;
    const SourceRange& place = macro->second.place;
    std::vector<Note> notes;
    if (place.file != nullptr) notes.push_back({place, "'" + derived.name + "' is defined here"});
    const std::string& origin = derived.origin.value;
    const std::string other = derived.use == NameUse::event ? origin + "_happened" : another_name(origin, derived.use);
    diagnostics.report(
        {"reserved-name", derived.origin.range,
         "'" + derived.name + "' is a macro that a header defines, and would be " + derived.what,
         "another name; or, where nothing needs the macro, '#undef " + derived.name + "' at the end of a header",
         derived.use == NameUse::segment ? cure_for_segment(other, origin) : other, std::move(notes)});
  }
}

void ResolveContext::check_spelling(const Text& type) const {
  if (type.value.find("__int128") == std::string::npos) return;
  const std::string cure =
      std::regex_replace(std::regex_replace(type.value, std::regex(R"(unsigned\s+__int128\b)"), "__uint128_t"),
                         std::regex(R"((signed\s+)?__int128\b)"), "__int128_t");
  if (cure == type.value || facts_of(type.value).canonical.empty()) return;
  diagnostics.report({"not-a-value-type",
                      type.range,
                      "'" + type.value + "' is no type of ISO C++, which compilers warn of in what is generated",
                      "the name that compilers give to this type without a warning",
                      cure,
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
