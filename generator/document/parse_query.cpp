#include "document/parse_query.hpp"

#include <functional>
#include <utility>

#include "document/parse_argument.hpp"
#include "document/parse_tag.hpp"
#include "document/shape.hpp"

namespace tagcache::generator {
namespace {

constexpr Wanted wanted_tag{"a tag", "users(user).posts"};
constexpr Wanted wanted_tags{"a list of tags", "[users(user)]"};
constexpr Wanted wanted_names{"a list of arguments", "[page]"};
constexpr Wanted wanted_name{"the name of an argument", "page"};
constexpr Wanted wanted_type{"a C++ type", "std::string"};
constexpr Wanted wanted_duration{"a duration", "30s"};
constexpr Wanted wanted_recaches{"a list of queries", "[get_user(user)]"};
constexpr Wanted wanted_recache{"a query with its arguments", "get_user(user)"};

/// Reads a list item by item with `parse_item`, which returns an optional. False when anything was left out.
template <class Item, class ParseItem>
bool parse_list(const YamlNode& node, const Wanted& wanted, std::vector<Item>& items, ParseItem parse_item,
                Diagnostics& diagnostics) {
  if (!is_list(node, wanted, diagnostics)) return false;
  bool complete = true;
  for (const YamlNode& item : node.items) {
    std::optional<Item> parsed = parse_item(item);
    complete = complete && parsed.has_value();
    if (parsed) items.push_back(std::move(*parsed));
  }
  return complete;
}

bool parse_tag_list(const YamlNode& node, std::vector<WrittenTag>& tags, Diagnostics& diagnostics) {
  const auto parse_item = [&](const YamlNode& item) -> std::optional<WrittenTag> {
    // A comma in a tag is wrong with and without quotes, so that asking for quotes would not help.
    const std::optional<Text> text = text_with_commas(item, wanted_tag, diagnostics);
    if (!text) return std::nullopt;
    return parse_tag(*text, diagnostics);
  };
  return parse_list(node, wanted_tags, tags, parse_item, diagnostics);
}

bool parse_name_list(const YamlNode& node, std::vector<Text>& names, Diagnostics& diagnostics) {
  const auto parse_item = [&](const YamlNode& item) { return text_of(item, wanted_name, diagnostics); };
  return parse_list(node, wanted_names, names, parse_item, diagnostics);
}

bool parse_recache_list(const YamlNode& node, std::vector<WrittenRecache>& recaches, Diagnostics& diagnostics) {
  const auto parse_item = [&](const YamlNode& item) -> std::optional<WrittenRecache> {
    const std::optional<Text> text = text_of(item, wanted_recache, diagnostics);
    return text ? parse_recache(*text, diagnostics) : std::nullopt;
  };
  return parse_list(node, wanted_recaches, recaches, parse_item, diagnostics);
}

std::vector<KnownKey> option_keys(WrittenOptions& options, Diagnostics& diagnostics) {
  return {
      {"ttl", [&](const YamlEntry& entry) { options.ttl = text_of(entry.value, wanted_duration, diagnostics); }},
      {"grace", [&](const YamlEntry& entry) { options.grace = text_of(entry.value, wanted_duration, diagnostics); }}};
}

WrittenQuery parse_query(const YamlEntry& written, Diagnostics& diagnostics) {
  WrittenQuery query;
  query.name = {written.key.text, written.key.range};
  query.tags_range = query.name.range;
  const std::string owner = "the query " + query.name.value;
  if (!is_map(written.value, {"the keys of a query: args, returns, tags", "returns: User"}, diagnostics)) {
    query.complete = false;
    return query;
  }
  bool complete = true;
  bool has_returns = false;
  std::vector<KnownKey> keys = {
      {"args", [&](const YamlEntry& entry) { complete &= parse_arguments(entry.value, query.arguments, diagnostics); }},
      {"key_only",
       [&](const YamlEntry& entry) { complete &= parse_name_list(entry.value, query.key_only, diagnostics); }},
      {"returns",
       [&](const YamlEntry& entry) {
         has_returns = true;
         query.returns = text_of(entry.value, wanted_type, diagnostics);
       }},
      {"tags", [&](const YamlEntry& entry) {
         query.tags_range = entry.key.range;
         complete &= parse_tag_list(entry.value, query.tags, diagnostics);
       }}};
  for (KnownKey& key : option_keys(query.options, diagnostics)) keys.push_back(std::move(key));
  read_keys(written.value, owner, keys, diagnostics);
  query.complete = complete;
  if (!has_returns) {
    diagnostics.report({"missing-key",
                        query.name.range,
                        owner + " has no key 'returns'",
                        "the C++ type of its value",
                        "returns: User",
                        {}});
  }
  return query;
}

WrittenMutation parse_mutation(const YamlEntry& written, Diagnostics& diagnostics) {
  WrittenMutation mutation;
  mutation.name = {written.key.text, written.key.range};
  if (!is_map(written.value,
              {"the keys of a mutation: args, returns, invalidates, recache", "invalidates: [users(user)]"},
              diagnostics)) {
    mutation.complete = false;
    return mutation;
  }
  bool complete = true;
  const std::vector<KnownKey> keys = {
      {"args",
       [&](const YamlEntry& entry) { complete &= parse_arguments(entry.value, mutation.arguments, diagnostics); }},
      {"returns", [&](const YamlEntry& entry) { mutation.returns = text_of(entry.value, wanted_type, diagnostics); }},
      {"invalidates",
       [&](const YamlEntry& entry) { complete &= parse_tag_list(entry.value, mutation.invalidates, diagnostics); }},
      {"recache",
       [&](const YamlEntry& entry) { complete &= parse_recache_list(entry.value, mutation.recache, diagnostics); }}};
  read_keys(written.value, "the mutation " + mutation.name.value, keys, diagnostics);
  mutation.complete = complete;
  return mutation;
}

}  // namespace

void parse_ids(const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, {"a map of ids and their C++ types", "user: blog::UserId"}, diagnostics)) {
    document.ids_complete = false;
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    if (is_extension(entry.key.text)) continue;
    const std::optional<Text> type = text_of(entry.value, wanted_type, diagnostics);
    document.ids.push_back({{entry.key.text, entry.key.range}, type.value_or(Text{{}, entry.value.range})});
  }
}

void parse_tags(const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  const bool complete = parse_tag_list(node, document.tags, diagnostics);
  document.tags_complete = document.tags_complete && complete;
}

void parse_queries(const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, {"a map of queries", "get_user: { args: [user], returns: User, tags: [users(user)] }"},
              diagnostics)) {
    document.queries_complete = false;
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    if (!is_extension(entry.key.text)) document.queries.push_back(parse_query(entry, diagnostics));
  }
}

void parse_mutations(const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, {"a map of mutations", "rename_user: { args: [user], invalidates: [users(user)] }"}, diagnostics))
    return;
  for (const YamlEntry& entry : node.entries) {
    if (!is_extension(entry.key.text)) document.mutations.push_back(parse_mutation(entry, diagnostics));
  }
}

void parse_defaults(const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, {"a map of options", "{ ttl: 30s, grace: 5m }"}, diagnostics)) return;
  read_keys(node, "defaults", option_keys(document.defaults, diagnostics), diagnostics);
}

}  // namespace tagcache::generator
