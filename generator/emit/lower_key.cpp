#include "emit/lower_key.hpp"

#include <algorithm>

#include "emit/cpp_parameters.hpp"

namespace tagcache::generator {
namespace {

using Structures = std::vector<CppKeyStructure>;

void collect(const TypeFacts& facts, Structures& found);

void collect_held(const TypeFacts& held, Structures& found) {
  collect(held, found);
  if (held.kind != TypeKind::record) return;
  const auto is_it = [&](const CppKeyStructure& other) { return other.type == held.canonical; };
  if (std::none_of(found.begin(), found.end(), is_it)) found.push_back({held.canonical, joined(parts("value", held))});
}

void collect(const TypeFacts& facts, Structures& found) {
  for (const Field& field : facts.fields) collect(field.type, found);
  for (const TypeFacts& held : facts.held) collect_held(held, found);
}

}  // namespace

bool has_key_structures(const TypeFacts& facts) {
  Structures found;
  collect(facts, found);
  return !found.empty();
}

std::vector<CppKeyStructure> lower_key_structures(const CacheModel& model) {
  Structures found;
  for (const Id& id : model.ids) collect(id.facts, found);
  for (const Query& query : model.queries) {
    for (const Argument& argument : query.arguments) collect(argument.facts, found);
  }
  return found;
}

}  // namespace tagcache::generator
