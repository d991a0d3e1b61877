#include <array>
#include <string_view>

#include "cli/dump.hpp"
#include "cli/outline.hpp"

namespace tagcache::generator {
namespace {

std::string_view name_of(TypeKind kind) {
  constexpr std::array<std::string_view, 10> names = {"boolean",    "integral", "floating", "enumeration", "string",
                                                      "byte_array", "time",     "holder",   "record",      "other"};
  return names.at(static_cast<std::size_t>(kind));
}

void print_facts(Outline& outline, const TypeFacts& facts) {
  outline.line("kind", name_of(facts.kind));
  outline.line("canonical", facts.canonical);
  outline.line("size", std::to_string(facts.size_bytes) + (facts.trivially_copyable ? ", trivially copyable" : "") +
                           (facts.copyable ? "" : ", not copyable") + (facts.literal ? ", literal" : ""));
  if (!facts.not_a_key.empty()) outline.line("not a key", facts.not_a_key);
  if (!facts.not_an_id.empty() && facts.not_a_key.empty()) outline.line("not an id", facts.not_an_id);
  if (!facts.not_moved.empty()) outline.line("not moved", facts.not_moved);
  if (!facts.not_kept.empty()) outline.line("not kept", facts.not_kept);
  for (const TypeFacts& held : facts.held) {
    outline.line("holds");
    outline.below([&] { print_facts(outline, held); });
  }
  for (const Field& field : facts.fields) {
    outline.line("field", field.name);
    outline.below([&] { print_facts(outline, field.type); });
  }
}

void print_members(Outline& outline, std::string_view what, const std::vector<ShapeMember>& members) {
  for (const ShapeMember& member : members) {
    std::string text = member.name + ": " + member.type;
    if (!member.problem.empty()) text += ", not encodable: " + member.problem;
    outline.line(what, text);
  }
}

void print_shape(Outline& outline, const TypeShape& shape) {
  outline.line("kind", std::string(word_for(shape.kind)) + (shape.detail.empty() ? "" : ' ' + shape.detail));
  if (shape.has_own_codec) outline.line("own codec");
  if (!shape.problem.empty()) outline.line("not encodable", shape.problem);
  outline.lines("part", shape.parts);
  print_members(outline, "base", shape.bases);
  print_members(outline, "field", shape.fields);
  for (const Enumerator& each : shape.enumerators) outline.line("enumerator", each.name + " = " + each.value);
}

}  // namespace

std::string dump(const TypeCatalog& catalog) {
  Outline outline;
  for (const auto& [text, facts] : catalog.types) {
    outline.line("type", text);
    outline.below([&, &known = facts] { print_facts(outline, known); });
  }
  for (const auto& [name, shape] : catalog.shapes.by_name) {
    outline.line("shape", name);
    outline.below([&, &known = shape] { print_shape(outline, known); });
  }
  outline.lines("header", catalog.headers_read);
  return outline.text();
}

}  // namespace tagcache::generator
