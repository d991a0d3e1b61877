#include "inspect/named_types.hpp"

#include <algorithm>
#include <string>

#include "inspect/declared_facts.hpp"

namespace tagcache::generator {

TypeCatalog named_types(const MentionedTypes& mentioned) {
  TypeCatalog catalog;
  for (const Text& type : mentioned.types) {
    TypeFacts facts;
    facts.canonical = type.value;
    facts.canonical.erase(std::remove(facts.canonical.begin(), facts.canonical.end(), ' '), facts.canonical.end());
    if (const auto known = declared_facts(tidy_type(type.value))) facts.key_form = known->key_form;
    catalog.types.emplace(type.value, facts);
  }
  return catalog;
}

}  // namespace tagcache::generator
