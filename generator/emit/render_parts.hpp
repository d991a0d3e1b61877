#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emit/cpp_unit.hpp"
#include "emit/template_text.hpp"

/// What texts are put together with.
namespace tagcache::generator {

/// What a query takes in front of its arguments, for one call.
inline constexpr std::string_view per_call = "const ::tagcache::PerCall&";
inline constexpr std::string_view if_present = "::tagcache::IfPresent";

[[nodiscard]] inline std::string followed_by(const std::string& first, const std::string& rest) {
  return rest.empty() ? first : first.empty() ? rest : first + ", " + rest;
}

/// What one template makes, without the line break at its end, ready to be put into another's hole.
[[nodiscard]] inline std::string filled(std::string_view name, const HoleValues& values) {
  std::string text = fill_template(name, template_text(name), values);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

template <class Items, class Print>
[[nodiscard]] std::string each(const Items& items, std::string_view separator, Print print) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? std::string() : std::string(separator)) + print(item);
  return text;
}

[[nodiscard]] inline std::string lines(const std::vector<std::string>& items) {
  return each(items, "\n", [](const std::string& item) { return item; });
}

[[nodiscard]] inline std::string includes(const std::vector<std::string>& headers, char open, char close) {
  return each(headers, "\n",
              [&](const std::string& header) { return std::string("#include ") + open + header + close; });
}

[[nodiscard]] inline std::string namespace_open(const CppUnit& unit) {
  return unit.name_space.empty() ? "" : "namespace " + unit.name_space + " {";
}
[[nodiscard]] inline std::string namespace_close(const CppUnit& unit) {
  return unit.name_space.empty() ? "" : "}  // namespace " + unit.name_space;
}

[[nodiscard]] inline std::string path_body(const CppTagClass& tag) {
  return "{ return ::tagcache::Tag(" + tag.segments + "); }";
}

[[nodiscard]] inline std::string base(const CppUnit& unit) { return unit.is_async ? "AsyncTypedCache" : "TypedCache"; }

[[nodiscard]] inline std::string executor_parameter(const CppUnit& unit) {
  return unit.is_async ? "::boost::asio::any_io_executor executor, " : "";
}

}  // namespace tagcache::generator
