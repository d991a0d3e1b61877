#include "document/parse_allow.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "document/lint_rules.hpp"
#include "document/shape.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

/// `unused-tag(config)` taken apart; text that has another form is taken for a name.
WrittenAllow taken_apart(const Text& text) {
  const std::size_t opening = text.value.find('(');
  if (opening == std::string::npos || !text.value.ends_with(')')) return {text, std::nullopt};
  const auto part = [&](std::size_t begin, std::size_t size) {
    Text result{text.value.substr(begin, size), text.range};
    result.range.column += static_cast<std::uint32_t>(begin);
    result.range.length = static_cast<std::uint32_t>(size);
    return result;
  };
  return {part(0, opening), part(opening + 1, text.value.size() - opening - 2)};
}

bool is_rule(const std::string& name) {
  return std::any_of(lint_rules.begin(), lint_rules.end(), [&](const LintRule& rule) { return rule.name == name; });
}

void refuse_unknown(const Text& name, Diagnostics& diagnostics) {
  std::vector<std::string> known;
  for (const LintRule& rule : lint_rules) known.emplace_back(rule.name);
  // What stands in brackets at the wrong place is not what the name is far from.
  const std::optional<std::string> meant = nearest(name.value.substr(0, name.value.find('(')), known);
  diagnostics.report(
      {"unknown-rule",
       name.range,
       "tagcache check has no rule '" + name.value + "'" + (meant ? "; did you mean '" + *meant + "'?" : ""),
       "one of: " + listed(known),
       meant ? *meant : known.front(),
       {}});
}

}  // namespace

void parse_allow(const SchemaKey& key, const YamlNode& node, std::vector<WrittenAllow>& allowed,
                 Diagnostics& diagnostics) {
  if (!is_list(node, key.value, diagnostics)) return;
  for (const YamlNode& item : node.items) {
    const std::optional<Text> text = text_of(item, key.item, diagnostics);
    if (!text) continue;
    const bool stands_alone = !key.words.empty();
    WrittenAllow allow = stands_alone ? WrittenAllow{*text, std::nullopt} : taken_apart(*text);
    if (is_rule(allow.rule.value)) {
      allowed.push_back(std::move(allow));
    } else {
      refuse_unknown(allow.rule, diagnostics);
    }
  }
}

}  // namespace tagcache::generator
