#include "document/parse_many.hpp"

#include <cstddef>
#include <string>

#include "document/text_part.hpp"

namespace tagcache::generator {
namespace {

std::optional<WrittenMany> refuse(const Text& text, const SourceRange& range, Diagnostics& diagnostics) {
  diagnostics.report({"many-syntax",
                      range,
                      "'" + text.value + "' is not a method with one argument",
                      "a name for the method and, in parentheses, the one argument of which it takes several",
                      "many: get_users(user)",
                      {}});
  return std::nullopt;
}

}  // namespace

std::optional<WrittenMany> parse_many(const Text& text, Diagnostics& diagnostics) {
  const std::size_t open = text.value.find('(');
  if (open == std::string::npos || !text.value.ends_with(')')) return refuse(text, text.range, diagnostics);
  WrittenMany many{part_of(text, 0, open), trimmed_part(text, open + 1, text.value.size() - 1)};
  if (!is_plain_name(many.method)) return refuse(text, many.method.range, diagnostics);
  if (!is_plain_name(many.argument)) return refuse(text, many.argument.range, diagnostics);
  return many;
}

}  // namespace tagcache::generator
