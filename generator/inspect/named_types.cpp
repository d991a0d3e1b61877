#include "inspect/named_types.hpp"

#include <algorithm>
#include <string>

namespace tagcache::generator {

TypeCatalog named_types(const MentionedTypes& mentioned) {
  TypeCatalog catalog;
  for (const Text& type : mentioned.types) {
    TypeFacts facts;
    facts.canonical = type.value;
    facts.canonical.erase(std::remove(facts.canonical.begin(), facts.canonical.end(), ' '), facts.canonical.end());
    catalog.types.emplace(type.value, facts);
  }
  return catalog;
}

}  // namespace tagcache::generator
