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
  if (type.starts_with("const ")) type.erase(0, type.find_first_not_of(' ', sizeof("const")));
  return type.size() == size ? std::nullopt : std::optional(type);
}

/// `"std::array<int, 3>"` of `int[3]`, with the quotes that its comma needs in a list.
std::string array_type(const std::string& type) {
  const std::size_t open = type.find('[');
  const std::size_t close = type.find(']');
  const bool is_plain = open != std::string::npos && open > 0 && close + 1 == type.size() && close > open + 1;
  if (!is_plain) return "std::array<...>";
  const std::string element = type.substr(0, type.find_last_not_of(' ', open - 1) + 1);
  return "\"std::array<" + element + ", " + type.substr(open + 1, close - open - 1) + ">\"";
}

/// Why no function can take or give back a type that exists; an empty code when one can, or when its name is not known.
Diagnostic why_unusable(const std::string& type, const TypeFacts& facts, const std::string& headers) {
  if (facts.canonical.empty() || facts.canonical == "void") return {};
  if (facts.canonical.ends_with('&')) {
    return {"not-a-value-type",
            {},
            "'" + type + "' is a reference",
            "the type of a value; functions take it by reference where that is better",
            value_type(type).value_or("it without '&'"),
            {}};
  }
  if (facts.canonical.starts_with("const ") && !facts.canonical.ends_with('*')) {
    return {"not-a-value-type",
            {},
            "'" + type + "' is const",
            "the type of a value; cached values are const already",
            value_type(type).value_or("it without 'const'"),
            {}};
  }
  if (facts.canonical.ends_with(']')) {
    return {"not-a-value-type",
            {},
            "'" + type + "' is a C array, which functions cannot take or return",
            "the type of a value",
            array_type(type),
            {}};
  }
  if (facts.size_bytes > 0) return {};
  return {"incomplete-type",
          {},
          "'" + type + "' is declared but not defined",
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
