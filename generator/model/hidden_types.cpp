#include "model/hidden_types.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

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

void check(const Text& name, std::string_view member, const std::vector<Text>& types, Diagnostics& diagnostics) {
  const auto hidden =
      std::find_if(types.begin(), types.end(), [&](const Text& type) { return spells(type.value, name.value); });
  if (name.value.empty() || hidden == types.end()) return;
  diagnostics.report({"reserved-name",
                      name.range,
                      "'" + name.value + "' would hide the type '" + hidden->value + "' in the generated class",
                      std::string(member) + " that is called otherwise, or the type with its namespace in front",
                      member == "a method" ? "get_" + name.value : name.value + "s",
                      {{hidden->range, "the type is named here"}}});
}

}  // namespace

void refuse_names_that_hide_types(const SchemaDocument& document, const std::vector<Text>& types,
                                  Diagnostics& diagnostics) {
  for (const WrittenQuery& query : document.queries) check(query.name, "a method", types, diagnostics);
  for (const WrittenMutation& mutation : document.mutations) check(mutation.name, "a method", types, diagnostics);
  std::vector<Text> id_types;
  for (const WrittenId& id : document.ids) id_types.push_back(id.type);
  for (const WrittenTag& tag : document.tags) {
    for (const WrittenSegment& segment : tag.segments) {
      if (segment.kind == WrittenSegment::Kind::fixed) check(segment.name, "a segment", id_types, diagnostics);
    }
  }
}

}  // namespace tagcache::generator
