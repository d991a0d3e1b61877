#include "model/fixed_value.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

constexpr std::string_view no_value = "std::nullopt";

std::optional<std::int64_t> whole_number(const std::string& written) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(written.data(), written.data() + written.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != written.data() + written.size()) return std::nullopt;
  return number;
}

struct Bounds {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

/// What can be written without a suffix and fits, on every machine: whether a plain `char` has a sign differs.
Bounds bounds_of(const TypeFacts& facts) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const std::vector<std::string> with_sign = {"signed char", "short", "int", "long", "long long"};
  const bool is_signed = std::find(with_sign.begin(), with_sign.end(), facts.canonical) != with_sign.end();
  const bool is_unsigned = facts.canonical.starts_with("unsigned");
  if (facts.size_bytes >= sizeof(std::int64_t)) return {is_signed ? -most : 0, most};
  const std::int64_t values = std::int64_t{1} << (8 * facts.size_bytes - (is_unsigned ? 0U : 1U));
  return {is_signed ? -values : 0, values - 1};
}

FixedValue number_of(const std::string& written, const TypeFacts& facts) {
  const Bounds bounds = bounds_of(facts);
  const std::optional<std::int64_t> number = whole_number(written);
  const bool fits = number && *number >= bounds.least && *number <= bounds.most;
  // `010` would be eight to C++.
  if (fits && std::to_string(*number) == written) return {written, {}, {}};
  return {"",
          "a whole number from " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most),
          std::to_string(number ? std::clamp(*number, bounds.least, bounds.most) : 0)};
}

/// Enumerators are written behind their type, with as much of its namespace as one likes.
FixedValue enumerator_of(const std::string& written, const TypeFacts& facts, const std::string& type) {
  const std::size_t colons = written.rfind("::");
  const std::string name = colons == std::string::npos ? written : written.substr(colons + 2);
  const std::string front = colons == std::string::npos ? "" : "::" + written.substr(0, colons);
  const bool is_type = ("::" + facts.canonical).ends_with(front) || "::" + type == front;
  const auto& known = facts.enumerators;
  if (!front.empty() && is_type && std::find(known.begin(), known.end(), name) != known.end()) {
    return {type + "::" + name, {}, {}};
  }
  const std::string meant = nearest(name, known).value_or(known.front());
  return {"", type + ":: and " + one_of("enumerators", known), type + "::" + meant};
}

FixedValue value_of(const std::string& written, const TypeFacts& facts, const std::string& type) {
  const bool is_text = written.starts_with('"');
  if (facts.canonical.empty()) return {written, {}, {}};
  if (facts.kind == TypeKind::integral) return number_of(written, facts);
  if (facts.kind == TypeKind::enumeration && !facts.enumerators.empty()) return enumerator_of(written, facts, type);
  if (facts.kind == TypeKind::boolean) {
    const bool is_word = written == "true" || written == "false";
    return {is_word ? written : "", "true or false", "true"};
  }
  if (facts.kind == TypeKind::string) {
    return {is_text ? written : "", "a text in double quotes", is_text ? "" : '"' + written + '"'};
  }
  if (facts.canonical.starts_with("std::optional<") && facts.held.size() == 1) {
    if (written == no_value) return {written, {}, {}};
    FixedValue held = value_of(written, facts.held.front(), facts.held.front().canonical);
    held.expected += held.expected.empty() ? "" : ", or std::nullopt";
    return held;
  }
  return {"", "an argument of the type " + type, ""};
}

}  // namespace

FixedValue fixed_value(const std::string& written, const Argument& taken) {
  return value_of(written, taken.facts, taken.type);
}

}  // namespace tagcache::generator
