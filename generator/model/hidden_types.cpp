#include "model/hidden_types.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "model/emitted_names.hpp"
#include "model/reserved_names.hpp"
#include "support/type_words.hpp"

namespace tagcache::generator {
namespace {

/// The types by the names that they look up as they stand, not in another scope: `std::vector<post>` by `std` and
/// `post`. Of several types with one name the first.
using Spelled = std::map<std::string, const Text*, std::less<>>;

Spelled spelled_names(const std::vector<Text>& types) {
  Spelled names;
  for (const Text& type : types) {
    for (const std::string& name : names_looked_up(type.value)) names.emplace(name, &type);
  }
  return names;
}

/// What is called `name`, and what it may be called instead.
struct Member {
  std::string_view kind;
  std::string cure;
};

void check(const Text& name, const Member& member, const Spelled& types, Diagnostics& diagnostics) {
  const auto found = types.find(name.value);
  if (found == types.end()) return;
  const Text* const hidden = found->second;
  diagnostics.report({"reserved-name",
                      name.range,
                      "'" + name.value + "' would hide the type '" + hidden->value + "' in the generated class",
                      std::string(member.kind) + " that is called otherwise, or the type with its namespace in front",
                      member.cure,
                      {{hidden->range, "the type is named here"}}});
}

void check_method(const Text& name, const Spelled& types, Diagnostics& diagnostics) {
  check(name, {"a method", "get_" + name.value}, types, diagnostics);
}

}  // namespace

void refuse_names_that_hide_types(const SchemaDocument& document, const std::vector<Text>& types,
                                  Diagnostics& diagnostics) {
  const Spelled spelled = spelled_names(types);
  for (const WrittenQuery& query : document.queries) {
    check_method(query.name, spelled, diagnostics);
    if (query.many) check_method(query.many->method, spelled, diagnostics);
  }
  for (const WrittenMutation& mutation : document.mutations) check_method(mutation.name, spelled, diagnostics);
  std::vector<Text> id_types;
  for (const WrittenId& id : document.ids) id_types.push_back(id.type);
  const Spelled spelled_by_ids = spelled_names(id_types);
  for (const WrittenTag& tag : document.tags) {
    for (const WrittenSegment& segment : tag.segments) {
      if (segment.kind != WrittenSegment::Kind::fixed) continue;
      const std::string& name = segment.name.value;
      check(segment.name, {"a segment", cure_for_segment(name + "s", name)}, spelled_by_ids, diagnostics);
    }
  }
}

void refuse_classes_that_hide_types(const Text& cache, const std::vector<std::string>& classes,
                                    const std::vector<Text>& types, Diagnostics& diagnostics) {
  const Spelled spelled = spelled_names(types);
  for (const std::string& name : classes) {
    check({name, cache.range}, {"a cache", "cache: " + other_cache_names(cache.value).back()}, spelled, diagnostics);
  }
}

}  // namespace tagcache::generator
