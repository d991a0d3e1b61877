#include "model/hidden_types.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "model/emitted_names.hpp"

namespace tagcache::generator {
namespace {

bool belongs_to_a_name(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
         letter == '_';
}

/// Whether `type` looks `name` up as it stands, not in another scope: `std::vector<post>` does so with `post`.
bool spells(std::string_view type, std::string_view name) {
  for (std::size_t at = type.find(name); at != std::string_view::npos; at = type.find(name, at + 1)) {
    const std::string_view front = type.substr(0, at);
    const std::string_view behind = type.substr(at + name.size());
    const bool is_whole =
        (front.empty() || !belongs_to_a_name(front.back())) && (behind.empty() || !belongs_to_a_name(behind.front()));
    if (is_whole && !front.ends_with("::")) return true;
  }
  return false;
}

/// What is called `name`, and what it may be called instead.
struct Member {
  std::string_view kind;
  std::string cure;
};

void check(const Text& name, const Member& member, const std::vector<Text>& types, Diagnostics& diagnostics) {
  const auto hidden =
      std::find_if(types.begin(), types.end(), [&](const Text& type) { return spells(type.value, name.value); });
  if (name.value.empty() || hidden == types.end()) return;
  diagnostics.report({"reserved-name",
                      name.range,
                      "'" + name.value + "' would hide the type '" + hidden->value + "' in the generated class",
                      std::string(member.kind) + " that is called otherwise, or the type with its namespace in front",
                      member.cure,
                      {{hidden->range, "the type is named here"}}});
}

void check_method(const Text& name, const std::vector<Text>& types, Diagnostics& diagnostics) {
  check(name, {"a method", "get_" + name.value}, types, diagnostics);
}

}  // namespace

void refuse_names_that_hide_types(const SchemaDocument& document, const std::vector<Text>& types,
                                  Diagnostics& diagnostics) {
  for (const WrittenQuery& query : document.queries) check_method(query.name, types, diagnostics);
  for (const WrittenMutation& mutation : document.mutations) check_method(mutation.name, types, diagnostics);
  std::vector<Text> id_types;
  for (const WrittenId& id : document.ids) id_types.push_back(id.type);
  for (const WrittenTag& tag : document.tags) {
    for (const WrittenSegment& segment : tag.segments) {
      if (segment.kind != WrittenSegment::Kind::fixed) continue;
      check(segment.name, {"a segment", segment.name.value + "s"}, id_types, diagnostics);
    }
  }
}

void refuse_classes_that_hide_types(const Text& cache, const std::vector<std::string>& classes,
                                    const std::vector<Text>& types, Diagnostics& diagnostics) {
  for (const std::string& name : classes) {
    check({name, cache.range}, {"a cache", "cache: " + other_cache_names(cache.value).back()}, types, diagnostics);
  }
}

}  // namespace tagcache::generator
