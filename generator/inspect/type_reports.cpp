#include "inspect/type_reports.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "inspect/type_text.hpp"

namespace tagcache::generator {
namespace {

/// `std::string` of `const std::string&` and of `std::string const`. Nothing when an alias hides what is to go.
std::optional<std::string> value_type(std::string type) {
  const std::size_t size = type.size();
  const auto drop_end = [&](std::string_view end) {
    if (type.ends_with(end)) type.resize(type.find_last_not_of(' ', type.size() - end.size() - 1) + 1);
  };
  drop_end("&");
  drop_end("&");
  drop_end(" const");
  drop_end(" volatile");
  if (type.ends_with("*const")) drop_end("const");
  for (const std::string_view front : {"const ", "volatile "}) {
    if (type.starts_with(front)) type.erase(0, type.find_first_not_of(' ', front.size()));
  }
  return type.size() == size ? std::nullopt : std::optional(type);
}

/// `"std::array<int, 3>"` of `int[3]`, with the quotes that its comma needs in a list.
std::string array_type(const std::string& type) {
  const std::size_t open = type.find('[');
  const std::size_t close = type.find(']');
  const bool is_plain = open != std::string::npos && open > 0 && close + 1 == type.size() && close > open + 1 &&
                        type.find('(') == std::string::npos;
  if (!is_plain) return "std::array<...>";
  const std::string element = type.substr(0, type.find_last_not_of(' ', open - 1) + 1);
  return "\"std::array<" + element + ", " + type.substr(open + 1, close - open - 1) + ">\"";
}

/// `const` or `volatile` when the type as such is so; `const int *` is not.
std::string_view qualifier_of(std::string_view canonical) {
  const bool is_pointer = canonical.find_first_of("*(") != std::string_view::npos;
  for (const std::string_view word : {"const", "volatile"}) {
    const bool stands_in_front = canonical.starts_with(std::string(word) + ' ') && !is_pointer;
    const bool is_of_pointer = is_pointer && canonical.ends_with(word) && !canonical.ends_with(") const");
    if (stands_in_front || is_of_pointer) return word;
  }
  return "";
}

std::string cure_for(const std::string& type, const TypeFacts& facts) {
  if (facts.not_a_value == is_function) {
    return form_of_type_text(type) == TextForm::function ? "std::function<" + type + ">" : "std::function<...>";
  }
  return facts.not_a_value.ends_with("give back") ? "the type of its value"
                                                  : "a type with a name, in a namespace with a name";
}

Diagnostic not_a_value(const std::string& what, const std::string& expected, std::string cure) {
  return {"not-a-value-type", {}, what, expected, std::move(cure), {}};
}

/// Why no function can take or give back a type that exists; an empty code when one can, or when its name is not known.
Diagnostic why_unusable(const std::string& type, const TypeFacts& facts, const std::string& headers) {
  const std::string named = "'" + type + "' ";
  if (facts.canonical.empty() || facts.canonical == "void") return {};
  if (facts.canonical.ends_with('&')) {
    return not_a_value(named + "is a reference",
                       "the type of a value; functions take it by reference where that is better",
                       value_type(type).value_or("it without '&'"));
  }
  if (const std::string_view word = qualifier_of(facts.canonical); !word.empty()) {
    return not_a_value(named + "is " + std::string(word), "the type of a value; cached values are const already",
                       value_type(type).value_or("it without '" + std::string(word) + "'"));
  }
  if (facts.canonical.ends_with(']')) {
    return not_a_value(named + "is a C array, which functions cannot take or return", "the type of a value",
                       array_type(type));
  }
  if (!facts.not_a_value.empty()) {
    return not_a_value(named + facts.not_a_value, "the type of a value", cure_for(type, facts));
  }
  if (form_of_type_text(type) == TextForm::around) {
    return not_a_value(named + "is no text behind which a name can stand", "the name of a type",
                       "a name for it in a header below include: using <name> = " + type);
  }
  if (facts.size_bytes > 0) return {};
  return {"incomplete-type",
          {},
          named + "is declared but not defined",
          "a type whose definition is known from " + headers,
          "below include, the header that defines it",
          {}};
}

}  // namespace

std::string listed_headers(const std::vector<Text>& headers) {
  std::string list;
  for (const Text& header : headers) list += (list.empty() ? "" : ", ") + header.value;
  return list.empty() ? "the standard library (no header is listed below include)" : list + " and the standard library";
}

void report_foreign_texts(const MentionedTypes& mentioned, Diagnostics& diagnostics) {
  for (const Text& type : mentioned.types) {
    const std::string why = why_no_type_text(type.value);
    if (why.empty()) continue;
    diagnostics.report({"not-a-type",
                        type.range,
                        "this is not the name of a C++ type: " + why,
                        "the name of one type, as C++ spells it",
                        "a type such as std::uint64_t; give a longer one a name in a header, and write that name",
                        {}});
  }
}

void report_unusable_types(const MentionedTypes& mentioned, TypeCatalog& catalog, Diagnostics& diagnostics) {
  for (const Text& place : mentioned.types) {
    const auto found = catalog.types.find(place.value);
    if (found == catalog.types.end()) continue;
    Diagnostic diagnostic = why_unusable(place.value, found->second, listed_headers(mentioned.headers));
    if (diagnostic.code.empty()) continue;
    for (const Text& other : mentioned.types) {
      diagnostic.range = other.range;
      if (other.value == place.value) diagnostics.report(diagnostic);
    }
    catalog.types.erase(found);
  }
}

}  // namespace tagcache::generator
