#pragma once

#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "document/parse.hpp"
#include "model/resolve.hpp"

/// Runs stages on schemas that stand in the tests.
namespace tagcache::generator {

using Strings = std::vector<std::string>;

/// Place and code of each error, in the order of the user's text: `3:5 unknown-tag`, with the file in front when it is
/// not schema.yaml.
inline Strings errors_in(const Diagnostics& diagnostics) {
  Strings errors;
  std::istringstream text(diagnostics.text());
  for (std::string line; std::getline(text, line);) {
    const std::size_t marker = line.find(": error: ");
    if (marker == std::string::npos) continue;
    std::string place = line.substr(0, marker);
    if (place.starts_with("schema.yaml:")) place.erase(0, 12);
    const std::size_t code = line.rfind('[');
    errors.push_back(place + ' ' + line.substr(code + 1, line.size() - code - 2));
  }
  return errors;
}

struct Parsed {
  SourceFiles files;
  Diagnostics diagnostics;
  std::optional<SchemaDocument> document;
};

/// Parses `schema` as schema.yaml; `others` are the paths and texts of files that it may include.
inline Parsed parsed(const std::string& schema, const std::vector<std::pair<std::string, std::string>>& others = {}) {
  Parsed result;
  result.files.add("schema.yaml", schema);
  for (const auto& [path, text] : others) result.files.add(path, text);
  result.document = parse("schema.yaml", result.files, result.diagnostics);
  return result;
}

/// A catalog in which each of `types` is a type of its own that may be a key.
inline TypeCatalog catalog_of(const Strings& types) {
  TypeCatalog catalog;
  for (const std::string& type : types) {
    TypeFacts facts;
    facts.kind = TypeKind::integral;
    facts.canonical = type;
    catalog.types.emplace(type, facts);
  }
  return catalog;
}

struct Resolved {
  Parsed parsed;
  std::optional<CacheModel> model;

  [[nodiscard]] Strings errors() const { return errors_in(parsed.diagnostics); }
};

/// Parses and resolves `schema`. The types int, long, User and UserId are known.
inline Resolved resolved(const std::string& schema,
                         const TypeCatalog& catalog = catalog_of({"int", "long", "User", "UserId"})) {
  Resolved result{parsed(schema), std::nullopt};
  if (result.parsed.document) result.model = resolve(*result.parsed.document, catalog, result.parsed.diagnostics);
  return result;
}

/// How a node of the tag tree is written, `users(user).posts`; the root is empty.
inline std::string pattern_of(const CacheModel& model, std::size_t index) {
  if (index == 0) return {};
  const TagNode& node = model.tags[index];
  const std::string front = pattern_of(model, node.parent);
  if (node.kind == TagNode::Kind::wild) return front + '(' + node.name + ')';
  return front.empty() ? node.name : front + '.' + node.name;
}

/// All tags of a model, parents in front of their children.
inline Strings patterns_of(const CacheModel& model) {
  Strings patterns;
  for (std::size_t index = 1; index < model.tags.size(); ++index) patterns.push_back(pattern_of(model, index));
  return patterns;
}

/// A tag with the names of the arguments that fill it: `users(user).posts <- owner`.
inline std::string filled_as(const CacheModel& model, const std::vector<Argument>& arguments, const FilledTag& tag) {
  std::string text = pattern_of(model, tag.node) + " <-";
  for (const std::size_t argument : tag.arguments) text += ' ' + arguments[argument].name;
  return text;
}

}  // namespace tagcache::generator
