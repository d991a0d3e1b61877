#include "document/parse_recache.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "document/text_part.hpp"

namespace tagcache::generator {
namespace {

std::optional<WrittenRecache> refuse(const Text& text, const SourceRange& range, Diagnostics& diagnostics) {
  diagnostics.report({"recache-syntax",
                      range,
                      "'" + text.value + "' is not a query with its arguments",
                      "the name of a query and, in parentheses, arguments of this mutation or values such as 50, \"new\"",
                      "get_user(user)",
                      {}});
  return std::nullopt;
}

/// Generated code shows such a text between quotes and in a comment.
bool is_quoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
  const std::string_view inside = text.substr(1, text.size() - 2);
  return std::none_of(inside.begin(), inside.end(), [](char letter) {
    return letter == '"' || letter == '\\' || static_cast<unsigned char>(letter) < 0x20;
  });
}

bool is_value(std::string_view text) {
  const bool is_number = text.find_first_of("0123456789") == (text.starts_with('-') ? 1U : 0U);
  const bool is_scoped = text.find("::") != std::string_view::npos;
  return is_number || is_scoped || is_quoted(text) || text == "true" || text == "false";
}

/// The comma behind what begins at `begin`, or `close`; commas between quotes are text.
std::size_t end_of_passed(const std::string& text, std::size_t begin, std::size_t close) {
  bool in_quotes = false;
  for (std::size_t at = begin; at < close; ++at) {
    if (text[at] == '"') in_quotes = !in_quotes;
    if (text[at] == ',' && !in_quotes) return at;
  }
  return close;
}

}  // namespace

std::optional<WrittenRecache> parse_recache(const Text& text, Diagnostics& diagnostics) {
  if (is_plain_name(text)) return WrittenRecache{text, {}, text.range, false};
  const std::size_t open = text.value.find('(');
  if (open == std::string::npos || !text.value.ends_with(')')) return refuse(text, text.range, diagnostics);
  WrittenRecache recache{part_of(text, 0, open), {}, text.range, true};
  if (!is_plain_name(recache.query)) return refuse(text, recache.query.range, diagnostics);
  const std::size_t close = text.value.size() - 1;
  if (trimmed_part(text, open + 1, close).value.empty()) return recache;
  for (std::size_t begin = open + 1; begin <= close;) {
    const std::size_t end = end_of_passed(text.value, begin, close);
    Text passed = trimmed_part(text, begin, end);
    const bool fixed = is_value(passed.value);
    if (!fixed && (!is_plain_name(passed) || passed.value.find('"') != std::string::npos)) {
      return refuse(text, passed.range, diagnostics);
    }
    recache.arguments.push_back({std::move(passed), fixed});
    begin = end + 1;
  }
  return recache;
}

}  // namespace tagcache::generator
