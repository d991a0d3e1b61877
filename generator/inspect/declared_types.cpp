#include "inspect/declared_types.hpp"

#include <algorithm>

#include "inspect/declared_facts.hpp"
#include "inspect/declared_shapes.hpp"
#include "inspect/type_reports.hpp"
#include "inspect/type_text.hpp"

namespace tagcache::generator {
namespace {

/// What the text shows of a type that is no value, as Clang would spell it.
std::optional<TypeFacts> facts_of_no_value(const std::string& type) {
  const bool is_pointer = type.ends_with('*');
  const bool is_qualified = !is_pointer && (type.starts_with("const ") || type.starts_with("volatile ") ||
                                            type.ends_with("*const") || type.ends_with(" const"));
  const TextForm form = form_of_type_text(type);
  if (type != "void" && !is_qualified && !type.ends_with('&') && !type.ends_with(']') && form == TextForm::plain)
    return std::nullopt;
  TypeFacts facts;
  facts.canonical = type.ends_with(" const") && !type.starts_with("const ") ? "const " + type : type;
  facts.not_a_key = "void has no values";
  if (form == TextForm::function) facts.not_a_value = std::string(is_function);
  return facts;
}

}  // namespace

TypeCatalog declared_types(const MentionedTypes& mentioned, Diagnostics& diagnostics) {
  report_foreign_texts(mentioned, diagnostics);
  TypeCatalog catalog;
  catalog.as_declared = true;
  for (const Text& type : mentioned.types) {
    if (!why_no_type_text(type.value).empty()) continue;
    const std::string tidy = tidy_type(type.value);
    auto facts = facts_of_no_value(tidy);
    if (!facts) facts = declared_facts(tidy);
    if (facts) catalog.types.emplace(type.value, std::move(*facts));
  }
  report_unusable_types(mentioned, catalog, diagnostics);
  for (const std::string& value : mentioned.values) {
    if (!why_no_type_text(value).empty()) continue;
    const std::string tidy = tidy_type(value);
    std::string name = add_declared_shape(tidy, catalog.shapes);
    if (name.empty() && facts_of_no_value(tidy)) {
      // It was reported; that its shape is not known either is no news.
      name = tidy;
      catalog.shapes.by_name.emplace(tidy, TypeShape{});
    }
    if (!name.empty()) catalog.types[value].canonical = std::move(name);
  }
  return catalog;
}

}  // namespace tagcache::generator
