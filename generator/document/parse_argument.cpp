#include "document/parse_argument.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "document/shape.hpp"

namespace tagcache::generator {
namespace {

/// What to write instead of `text`, which is more than a name: `page:int`, `"m: std::map<int, User>"`, `std::uint64_t`.
std::string cure_for(const std::string& text) {
  if (text.starts_with('[') && text.ends_with(']')) return "args: " + text + ", without quotes";
  const bool is_list = text.find(':') == std::string::npos && text.find_first_of("<>&*(") == std::string::npos;
  if (is_list && text.find(',') != std::string::npos) return "args: [" + text + "], without quotes";
  const std::size_t colon = text.find(':');
  const bool names_only_a_type = colon == std::string::npos || text.compare(colon, 2, "::") == 0;
  const std::string name = names_only_a_type ? "name" : text.substr(0, colon);
  std::string type =
      names_only_a_type ? text : text.substr(std::min(text.find_first_not_of(" ", colon + 1), text.size()));
  if (type.find(',') != std::string::npos) type = '"' + type + '"';
  return name + ": " + (type.empty() ? "int" : type);
}

std::optional<WrittenArgument> parse_bare(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics) {
  const std::optional<Text> name = text_with_commas(node, wanted, diagnostics);
  if (!name) return std::nullopt;
  if (name->value.find_first_of(": <>,&*") == std::string::npos) return WrittenArgument{*name, std::nullopt};
  // A pair of name and type is a text when quotes make it one.
  const bool is_quoted_pair = name->value.find(": ") != std::string::npos;
  diagnostics.report({"argument-syntax",
                      name->range,
                      is_quoted_pair ? "'" + name->value + "' is one text by its quotes, and no argument with a type"
                                     : "'" + name->value + "' is not an argument",
                      "the name of an id, or 'name: type' with quotes around the type at most",
                      cure_for(name->value),
                      {}});
  return std::nullopt;
}

std::optional<WrittenArgument> parse_typed(const YamlNode& node, Diagnostics& diagnostics) {
  if (node.entries.size() != 1) {
    diagnostics.report({"argument-syntax",
                        node.entries[1].key.range,
                        "two arguments in one item",
                        "one argument an item",
                        "[" + node.entries[0].key.text + ": int, " + node.entries[1].key.text + ": int]",
                        {}});
    return std::nullopt;
  }
  const YamlEntry& entry = node.entries.front();
  const std::string example = entry.key.text + ": int";
  std::optional<Text> type = text_of(entry.value, {"a C++ type", example}, diagnostics);
  if (!type) return std::nullopt;
  const std::size_t assignment = type->value.find('=');
  if (assignment != std::string::npos) {
    const std::size_t end = type->value.find_last_not_of(" =", assignment);
    diagnostics.report({"argument-syntax",
                        type->range,
                        "an argument with a default value",
                        "a type alone; every caller gives all arguments",
                        entry.key.text + ": " + (end == std::string::npos ? "int" : type->value.substr(0, end + 1)),
                        {}});
    return std::nullopt;
  }
  return WrittenArgument{{entry.key.text, entry.key.range}, std::move(type)};
}

std::optional<WrittenArgument> parse_argument(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics) {
  const bool is_typed = node.kind == YamlNode::Kind::map && !node.entries.empty();
  return is_typed ? parse_typed(node, diagnostics) : parse_bare(node, wanted, diagnostics);
}

}  // namespace

bool parse_arguments(const SchemaKey& key, const YamlNode& node, std::vector<WrittenArgument>& arguments,
                     Diagnostics& diagnostics) {
  if (!is_list(node, key.value, diagnostics)) return false;
  bool complete = true;
  for (const YamlNode& item : node.items) {
    std::optional<WrittenArgument> argument = parse_argument(item, key.item, diagnostics);
    complete = complete && argument.has_value();
    if (argument) arguments.push_back(std::move(*argument));
  }
  return complete;
}

}  // namespace tagcache::generator
