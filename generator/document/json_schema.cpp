#include "document/json_schema.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "document/key_patterns.hpp"
#include "document/schema_keys.hpp"
#include "support/json_tree.hpp"

namespace tagcache::generator {
namespace {

constexpr std::string_view own_key_pattern = "^x-";

std::string_view definition_of(KeyedMap map) {
  switch (map) {
    case KeyedMap::tag:
      return "tag";
    case KeyedMap::query:
      return "query";
    case KeyedMap::mutation:
      return "mutation";
    case KeyedMap::resource:
      return "resource";
    case KeyedMap::resource_query:
      return "resource_query";
    case KeyedMap::event:
      return "event";
    case KeyedMap::options:
      return "options";
    case KeyedMap::schema:
      break;
  }
  return "schema";
}

Json type(std::string_view name) { return Json::object({{"type", Json::text(name)}}); }

Json words(const std::vector<std::string_view>& all) {
  std::vector<Json> texts;
  for (const std::string_view word : all) texts.push_back(Json::text(word));
  return Json::array(std::move(texts));
}

/// A text of the pattern; `wanted` becomes the message of editors that know of `patternErrorMessage`.
Json text(std::string_view pattern, const Wanted& wanted) {
  Json result = type("string");
  if (pattern.empty()) return result.add("minLength", Json::word("1"));
  result.add("pattern", Json::text(pattern));
  return result.add("patternErrorMessage",
                    Json::text("expected " + std::string(wanted.what) + ", as in: " + std::string(wanted.example)));
}

/// A number from `least` on, a text of the pattern, or one of the words of the key.
Json value_or_word(const SchemaKey& key, std::string_view pattern, std::string_view least) {
  std::vector<Json> choices;
  if (!key.words.empty()) choices.push_back(Json::object({{"enum", words(key.words)}}));
  choices.push_back(text(pattern, key.value));
  if (!least.empty()) choices.push_back(type("integer").add("minimum", Json::word(least)));
  return Json::object({{"anyOf", Json::array(std::move(choices))}});
}

Json reference(KeyedMap map) {
  return Json::object({{"$ref", Json::text("#/definitions/" + std::string(definition_of(map)))}});
}

/// A map of names of the pattern, or of any names, and of keys that begin with `x-`.
Json map_of(Json values, std::string_view pattern = {}) {
  const std::string names(pattern.empty() ? name_pattern : pattern);
  return type("object")
      .add("propertyNames",
           Json::object({{"pattern", Json::text("^(x-.*|" + names.substr(1, names.size() - 2) + ")$")}}))
      .add("patternProperties", Json::object({{std::string(own_key_pattern), Json::word("true")}}))
      .add("additionalProperties", std::move(values));
}

Json argument() {
  Json typed = type("object")
                   .add("minProperties", Json::word("1"))
                   .add("maxProperties", Json::word("1"))
                   .add("propertyNames", Json::object({{"pattern", Json::text(name_pattern)}}))
                   .add("additionalProperties", type("string").add("pattern", Json::text("^[^=]+$")));
  Json bare = type("string").add("pattern", Json::text(name_pattern));
  return Json::object({{"anyOf", Json::array({std::move(bare), std::move(typed)})}});
}

Json list_of(const SchemaKey& key, Json items) {
  Json list = type("array").add("items", std::move(items));
  return key.needed || key.kind == ValueKind::choice_list ? list.add("minItems", Json::word("1")) : list;
}

/// A tag, or a map from one tag to what it is about, or to its keys.
Json described_tag(const SchemaKey& key) {
  std::vector<Json> descriptions = {type("string").add("minLength", Json::word("1")), reference(key.below)};
  Json described = type("object")
                       .add("minProperties", Json::word("1"))
                       .add("maxProperties", Json::word("1"))
                       .add("propertyNames", Json::object({{"pattern", Json::text(key.pattern)}}))
                       .add("additionalProperties", Json::object({{"anyOf", Json::array(std::move(descriptions))}}));
  return Json::object({{"anyOf", Json::array({text(key.pattern, key.item), std::move(described)})}});
}

/// Editors read `404` as a number, and the generator as the text that it is.
Json any_text(const SchemaKey& key) {
  return Json::object({{"anyOf", Json::array({text({}, key.value), type("number"), type("boolean")})}});
}

/// Editors read some of these words as texts and others as truth values.
Json toggles(const std::vector<std::string_view>& all) {
  std::vector<Json> values;
  for (const std::string_view word : all) {
    values.push_back(word == "true" || word == "false" ? Json::word(word) : Json::text(word));
  }
  return Json::array(std::move(values));
}

Json value_of(const SchemaKey& key) {
  switch (key.kind) {
    case ValueKind::text:
      return text(key.pattern, key.value);
    case ValueKind::any_text:
      return any_text(key);
    case ValueKind::duration:
      return value_or_word(key, duration_pattern(), "0");
    case ValueKind::percent:
      return value_or_word(key, R"(^(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)%$)", {});
    case ValueKind::size:
      return value_or_word(key, "^0*[1-9][0-9]*(B|KiB|MiB|GiB)?$", "1");
    case ValueKind::choice:
      return Json::object({{"enum", words(key.words)}});
    case ValueKind::toggle:
      return Json::object({{"enum", toggles(key.words)}});
    case ValueKind::choice_list:
      return list_of(key, Json::object({{"enum", words(key.words)}})).add("uniqueItems", Json::word("true"));
    case ValueKind::prose:
      return text({}, key.value);
    case ValueKind::tag_list:
      return list_of(key, described_tag(key));
    case ValueKind::text_list:
    case ValueKind::intersection_list:
    case ValueKind::invalidation_list:
      return list_of(key, text(key.pattern, key.item));
    case ValueKind::argument_list:
      return list_of(key, argument());
    case ValueKind::text_map:
      return map_of(text({}, key.item));
    case ValueKind::duration_map:
      return map_of(value_or_word({.value = key.item}, "^[0-9]+(ms|s|m|h|d)?$", "0"), key.pattern);
    case ValueKind::keyed_map:
      return Json::object({{"allOf", Json::array({reference(key.below)})}});
    case ValueKind::keyed_maps:
      return map_of(reference(key.below), key.pattern);
    case ValueKind::anything:
      break;
  }
  return Json::object();
}

/// Whether what holds when the key is absent can be written as its value.
bool is_value(const SchemaKey& key) {
  return std::find(key.words.begin(), key.words.end(), key.absent) != key.words.end() ||
         (key.kind == ValueKind::duration && key.absent.find(' ') == std::string_view::npos && !key.absent.empty());
}

Json property(const SchemaKey& key) {
  Json result = value_of(key);
  std::string markdown(key.description);
  if (!key.absent.empty()) markdown += "\n\nWhen it is absent: " + std::string(key.absent) + ".";
  if (!key.value.example.empty()) markdown += "\n\nExample: `" + std::string(key.value.example) + "`";
  result.add("description", Json::text(key.description)).add("markdownDescription", Json::text(markdown));
  if (is_value(key)) {
    result.add("default", Json::text(key.absent));
  }
  return result;
}

/// A map with the keys of the table, and with keys that begin with `x-`.
Json keyed_map(KeyedMap map) {
  Json properties = Json::object();
  std::vector<std::string_view> needed;
  for (const SchemaKey& key : keys_of(map)) {
    properties.add(key.name, property(key));
    if (key.needed && !key.main_only) needed.push_back(key.name);
  }
  Json result = type("object").add("properties", std::move(properties));
  result.add("patternProperties", Json::object({{std::string(own_key_pattern), Json::word("true")}}));
  result.add("additionalProperties", Json::word("false"));
  if (!needed.empty()) result.add("required", words(needed));
  return result;
}

/// Keys that only the main schema may have ask for the one that makes it one.
Json keys_of_main() {
  std::vector<std::string_view> needed;
  for (const SchemaKey& key : keys_of(KeyedMap::schema)) {
    if (key.main_only && key.needed) needed.push_back(key.name);
  }
  Json result = Json::object();
  for (const SchemaKey& key : keys_of(KeyedMap::schema)) {
    if (key.main_only && !key.needed) result.add(key.name, words(needed));
  }
  return result;
}

}  // namespace

std::string json_schema() {
  Json schema = Json::object({{"$schema", Json::text("http://json-schema.org/draft-07/schema#")},
                              {"title", Json::text("A schema of tagcache")},
                              {"description", Json::text("The tags, queries and mutations of a typed cache.")}});
  Json definitions = Json::object();
  for (const KeyedMap map : {KeyedMap::options, KeyedMap::tag, KeyedMap::query, KeyedMap::mutation, KeyedMap::resource,
                             KeyedMap::resource_query, KeyedMap::event}) {
    definitions.add(definition_of(map), keyed_map(map));
  }
  schema.add_all(keyed_map(KeyedMap::schema));
  schema.add("dependencies", keys_of_main()).add("definitions", std::move(definitions));
  return schema.printed();
}

}  // namespace tagcache::generator
