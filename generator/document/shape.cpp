#include "document/shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <utility>
#include <vector>

#include "document/meant_key.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

std::string_view name_of(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::text:
      return "text";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
    case YamlNode::Kind::empty:
      break;
  }
  return "nothing";
}

/// What stands there, for messages.
std::string found_in(const YamlNode& node) {
  const bool is_word = node.kind == YamlNode::Kind::empty && !node.text.empty();
  return is_word ? fmt::format("{}, which YAML takes for nothing", node.text) : std::string(name_of(node.kind));
}

void refuse_shape(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics) {
  diagnostics.report({"wrong-shape",
                      node.range,
                      fmt::format("expected {}, found {}", wanted.what, found_in(node)),
                      std::string(wanted.what),
                      std::string(wanted.example),
                      {}});
}

std::vector<std::string> names_of(const std::vector<SchemaKey>& keys) {
  std::vector<std::string> names;
  for (const SchemaKey& key : keys) {
    if (key.kind != ValueKind::anything) names.emplace_back(key.name);
  }
  return names;
}

/// The map that has the key `name`, when another one does than that in which it was written.
std::string_view home_of(std::string_view name) {
  constexpr std::pair<KeyedMap, std::string_view> homes[] = {{KeyedMap::query, "a query"},
                                                             {KeyedMap::mutation, "a mutation"},
                                                             {KeyedMap::schema, "the top level of a schema"}};
  for (const auto& [map, words] : homes) {
    const std::vector<std::string> names = names_of(keys_of(map));
    if (std::find(names.begin(), names.end(), name) != names.end()) return words;
  }
  return {};
}

template <class Named>
const Named* find(std::span<const Named> all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

/// Reads one map; see read_keys.
class MapReader {
 public:
  MapReader(const YamlNode& map, std::string_view owner, KeyedMap kind, std::span<const KeyReader> readers,
            Diagnostics& diagnostics)
      : map_(map), owner_(owner), keys_(keys_of(kind)), readers_(readers), diagnostics_(diagnostics) {
    assert(std::all_of(keys_.begin(), keys_.end(), [&](const SchemaKey& key) {
      return key.kind == ValueKind::anything || find(readers_, key.name);
    }));
    assert(std::all_of(readers_.begin(), readers_.end(),
                       [&](const KeyReader& reader) { return find(std::span(keys_), reader.name); }));
  }

  void read() {
    for (const YamlEntry& entry : map_.entries) {
      if (is_extension(entry.key.text)) continue;
      if (const SchemaKey* const known = find(std::span(keys_), entry.key.text)) {
        read(*known, entry);
      } else {
        refuse_unknown(entry);
      }
    }
  }

 private:
  [[nodiscard]] bool is_written(std::string_view name) const {
    return std::any_of(map_.entries.begin(), map_.entries.end(),
                       [&](const YamlEntry& e) { return e.key.text == name; });
  }

  void read(const SchemaKey& known, const YamlEntry& entry) {
    const auto [first, is_new] = seen_.emplace(known.name, entry.key.range);
    if (is_new) {
      const KeyReader* const reader = find(readers_, known.name);
      if (reader != nullptr) reader->read(known, entry);
      return;
    }
    diagnostics_.report({"duplicate-key",
                         entry.key.range,
                         fmt::format("{} has the key '{}' twice", owner_, known.name),
                         "each key once",
                         fmt::format("one '{}:' with all that belongs to it", known.name),
                         {{first->second, "first written here"}}});
  }

  /// A misspelt key, or another word for one, is read as the one that was meant, so that it is not reported as missing
  /// and its value is checked.
  void refuse_unknown(const YamlEntry& entry) {
    const std::string& name = entry.key.text;
    const std::vector<std::string> known = names_of(keys_);
    if (const std::size_t colon = name.find(':');
        find(std::span(keys_), name.substr(0, std::min(colon, name.size())))) {
      return refuse_missing_blank(entry, colon);
    }
    const std::string_view home = home_of(name);
    const std::optional<std::string> meant = home.empty() ? meant_key(name, known) : std::nullopt;
    diagnostics_.report(
        {"unknown-key",
         entry.key.range,
         fmt::format("{} has no key '{}'", owner_, name) + (meant ? fmt::format("; did you mean '{}'?", *meant)
                                                            : !home.empty() ? fmt::format("; {} has it", home)
                                                                            : ""),
         "one of: " + listed(known),
         meant           ? *meant + ":"
         : !home.empty() ? fmt::format("{}: in {}", name, home)
                         : "one of these keys; a key of your own begins with x-",
         {}});
    if (meant && !is_written(*meant) && !seen_.contains(*meant)) read(*find(std::span(keys_), *meant), entry);
  }

  void refuse_missing_blank(const YamlEntry& entry, std::size_t colon) {
    const std::string front = entry.key.text.substr(0, colon + 1);
    diagnostics_.report({"unknown-key",
                         entry.key.range,
                         fmt::format("no blank behind '{}'", front),
                         "':' and a blank behind each key",
                         front + ' ' + entry.key.text.substr(colon + 1),
                         {}});
  }

  const YamlNode& map_;
  std::string_view owner_;
  const std::vector<SchemaKey>& keys_;
  std::span<const KeyReader> readers_;
  Diagnostics& diagnostics_;
  std::map<std::string_view, SourceRange> seen_;
};

}  // namespace

std::optional<Text> text_with_commas(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics) {
  if (node.kind != YamlNode::Kind::text) {
    refuse_shape(node, wanted, diagnostics);
    return std::nullopt;
  }
  if (!node.one_line) {
    diagnostics.report({"several-lines",
                        node.range,
                        fmt::format("the text of {} goes on in the next line", wanted.what),
                        "text on one line; a key must not be indented deeper than the key before it",
                        std::string(wanted.example),
                        {}});
    return std::nullopt;
  }
  if (node.text.empty()) {
    diagnostics.report({"wrong-shape",
                        node.range,
                        fmt::format("expected {}, found an empty text", wanted.what),
                        std::string(wanted.what),
                        std::string(wanted.example),
                        {}});
    return std::nullopt;
  }
  return Text{node.text, node.range};
}

std::optional<Text> text_of(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics) {
  std::optional<Text> text = text_with_commas(node, wanted, diagnostics);
  if (text && node.cut_at_comma) {
    diagnostics.report({"unquoted-comma",
                        node.range,
                        "inside brackets a comma ends the item, and this one is in the middle",
                        "text with a comma in quotes",
                        '"' + node.text + '"',
                        {}});
  }
  return text;
}

std::optional<Text> prose_of(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics) {
  YamlNode whole = node;
  whole.one_line = true;
  return text_of(whole, wanted, diagnostics);
}

bool is_list(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::list) return true;
  const bool has_brackets = node.text.starts_with('[') && node.text.ends_with(']');
  const std::string bracketed = has_brackets ? node.text + " without quotes" : "[" + node.text + "]";
  const bool is_text = node.kind == YamlNode::Kind::text;
  refuse_shape(node, {wanted.what, is_text ? std::string_view(bracketed) : wanted.example}, diagnostics);
  return false;
}

bool is_map(const YamlNode& node, const Wanted& wanted, Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::map) return true;
  refuse_shape(node, wanted, diagnostics);
  return false;
}

bool is_extension(std::string_view key) { return key.starts_with("x-"); }

void read_keys(const YamlNode& map, std::string_view owner, KeyedMap kind, std::span<const KeyReader> readers,
               Diagnostics& diagnostics) {
  MapReader(map, owner, kind, readers, diagnostics).read();
}

}  // namespace tagcache::generator
