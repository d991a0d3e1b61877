#include "document/parse_query.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "document/doubtful_names.hpp"
#include "document/parse_allow.hpp"
#include "document/parse_argument.hpp"
#include "document/parse_intersection.hpp"
#include "document/parse_many.hpp"
#include "document/parse_options.hpp"
#include "document/parse_recache.hpp"
#include "document/parse_tag.hpp"
#include "document/shape.hpp"

namespace tagcache::generator {
namespace {

/// Reads a list item by item with `parse_item`, which returns an optional. False when anything was left out.
template <class Item, class ParseItem>
bool parse_list(const SchemaKey& key, const YamlNode& node, std::vector<Item>& items, ParseItem parse_item,
                Diagnostics& diagnostics) {
  if (!is_list(node, key.value, diagnostics)) return false;
  bool complete = true;
  for (const YamlNode& item : node.items) {
    std::optional<Item> parsed = parse_item(item);
    complete = complete && parsed.has_value();
    if (parsed) items.push_back(std::move(*parsed));
  }
  return complete;
}

/// `{ text: new, doc: What was added. }`
void parse_keys_of_tag(const SchemaKey& key, const YamlEntry& entry, WrittenTag& tag, Diagnostics& diagnostics) {
  const auto text = [&](const SchemaKey& known, const YamlEntry& written) {
    tag.text = text_of(written.value, known.value, diagnostics);
  };
  const auto doc = [&](const SchemaKey& known, const YamlEntry& written) {
    tag.doc = prose_of(written.value, known.value, diagnostics);
  };
  const std::vector<KeyReader> readers = {{"text", text}, {"doc", doc}};
  read_keys(entry.value, "the tag " + entry.key.text, key.below, readers, diagnostics);
}

/// `users(user): Everything about one user.`, or with its keys.
std::optional<WrittenTag> parse_described_tag(const SchemaKey& key, const YamlNode& item, Diagnostics& diagnostics) {
  if (item.entries.size() != 1) {
    diagnostics.report({"wrong-shape",
                        item.range,
                        "expected one tag an item",
                        "a tag, or one tag and its description",
                        std::string(key.item.example),
                        {}});
    return std::nullopt;
  }
  const YamlEntry& entry = item.entries.front();
  WrittenTag tag = parse_tag({entry.key.text, entry.key.range}, diagnostics);
  if (entry.value.kind == YamlNode::Kind::map) {
    parse_keys_of_tag(key, entry, tag, diagnostics);
  } else {
    constexpr Wanted wanted{"a description of the tag or its keys", "users(user): Everything about one user."};
    tag.doc = prose_of(entry.value, wanted, diagnostics);
  }
  return tag;
}

bool parse_tag_list(const SchemaKey& key, const YamlNode& node, std::vector<WrittenTag>& tags,
                    Diagnostics& diagnostics) {
  const auto parse_item = [&](const YamlNode& item) -> std::optional<WrittenTag> {
    if (key.kind == ValueKind::tag_list && item.kind == YamlNode::Kind::map) {
      return parse_described_tag(key, item, diagnostics);
    }
    // A comma in a tag is wrong with and without quotes, so that asking for quotes would not help.
    const std::optional<Text> text = text_with_commas(item, key.item, diagnostics);
    if (!text) return std::nullopt;
    if (key.kind == ValueKind::intersection_list) return parse_intersection(*text, diagnostics);
    if (key.kind == ValueKind::invalidation_list) return parse_tag_or_intersection(*text, diagnostics);
    if (!is_tag_alone(*text, diagnostics)) return std::nullopt;
    return parse_tag(*text, diagnostics);
  };
  return parse_list(key, node, tags, parse_item, diagnostics);
}

bool parse_name_list(const SchemaKey& key, const YamlNode& node, std::vector<Text>& names, Diagnostics& diagnostics) {
  const auto parse_item = [&](const YamlNode& item) { return text_of(item, key.item, diagnostics); };
  return parse_list(key, node, names, parse_item, diagnostics);
}

bool parse_recache_list(const SchemaKey& key, const YamlNode& node, std::vector<WrittenRecache>& recaches,
                        Diagnostics& diagnostics) {
  const auto parse_item = [&](const YamlNode& item) -> std::optional<WrittenRecache> {
    const std::optional<Text> text = text_of(item, key.item, diagnostics);
    return text ? parse_recache(*text, diagnostics) : std::nullopt;
  };
  return parse_list(key, node, recaches, parse_item, diagnostics);
}

KeyReader allow_reader(std::vector<WrittenAllow>& allowed, Diagnostics& diagnostics) {
  return {"allow",
          [&](const SchemaKey& key, const YamlEntry& entry) { parse_allow(key, entry.value, allowed, diagnostics); }};
}

void refuse_missing_result(const WrittenQuery& query, const std::string& owner, Diagnostics& diagnostics) {
  diagnostics.report({"missing-key",
                      query.name.range,
                      owner + " has no key 'returns'",
                      "the C++ type of its value",
                      "returns: std::string",
                      {}});
}

}  // namespace

std::vector<KeyReader> QueryReading::readers(Diagnostics& diagnostics) {
  std::vector<KeyReader> all = {{"args",
                                 [&](const SchemaKey& key, const YamlEntry& entry) {
                                   query.has_all_arguments =
                                       parse_arguments(key, entry.value, query.arguments, diagnostics);
                                   complete &= query.has_all_arguments;
                                 }},
                                {"key_only",
                                 [&](const SchemaKey& key, const YamlEntry& entry) {
                                   complete &= parse_name_list(key, entry.value, query.key_only, diagnostics);
                                 }},
                                {"returns",
                                 [&](const SchemaKey& key, const YamlEntry& entry) {
                                   has_returns = true;
                                   query.returns = text_of(entry.value, key.value, diagnostics);
                                 }},
                                {"tags",
                                 [&](const SchemaKey& key, const YamlEntry& entry) {
                                   query.tags_range = entry.key.range;
                                   complete &= parse_tag_list(key, entry.value, query.tags, diagnostics);
                                   refuse_paths(query.tags, key.name, diagnostics);
                                 }},
                                {"tags_from_result",
                                 [&](const SchemaKey& key, const YamlEntry& entry) {
                                   complete &= parse_tag_list(key, entry.value, query.tags_from_result, diagnostics);
                                 }},
                                {"cache_if",
                                 [&](const SchemaKey& key, const YamlEntry& entry) {
                                   const std::optional<Text> path = text_of(entry.value, key.value, diagnostics);
                                   if (path) query.cache_if = parse_result_path(*path, diagnostics);
                                 }},
                                {"previous",
                                 [&](const SchemaKey& key, const YamlEntry& entry) {
                                   const auto word = word_of(key, key.value, entry.value, diagnostics);
                                   query.previous = word && word->value == "on";
                                 }},
                                {"many", [&](const SchemaKey& key, const YamlEntry& entry) {
                                   const auto call = text_with_commas(entry.value, key.value, diagnostics);
                                   if (call) query.many = parse_many(*call, diagnostics);
                                 }}};
  for (KeyReader& reader : option_readers(query.options, diagnostics)) all.push_back(std::move(reader));
  for (KeyReader& reader : all) {
    reader.read = [this, read = std::move(reader.read)](const SchemaKey& key, const YamlEntry& entry) {
      has_any = true;
      read(key, entry);
    };
  }
  all.push_back({"doc", [&](const SchemaKey& key, const YamlEntry& entry) {
                   query.doc = prose_of(entry.value, key.value, diagnostics);
                 }});
  all.push_back(allow_reader(query.allow, diagnostics));
  return all;
}

WrittenQuery parse_query(const SchemaKey& key, const YamlEntry& written, Diagnostics& diagnostics) {
  QueryReading reading;
  WrittenQuery& query = reading.query;
  query.name = {written.key.text, written.key.range};
  query.tags_range = query.name.range;
  query.complete = query.has_all_arguments = is_map(written.value, key.item, diagnostics);
  if (!query.complete) return query;
  const std::string owner = "the query " + query.name.value;
  read_keys(written.value, owner, key.below, reading.readers(diagnostics), diagnostics);
  query.complete = reading.complete;
  if (!reading.has_returns) refuse_missing_result(query, owner, diagnostics);
  return query;
}

WrittenMutation parse_mutation(const SchemaKey& key, const YamlEntry& written, Diagnostics& diagnostics) {
  WrittenMutation mutation;
  mutation.name = {written.key.text, written.key.range};
  mutation.is_event = key.below == KeyedMap::event;
  mutation.complete = mutation.has_all_arguments = is_map(written.value, key.item, diagnostics);
  if (!mutation.complete) return mutation;
  bool complete = true;
  std::vector<KeyReader> readers = {
      {"args",
       [&](const SchemaKey& args, const YamlEntry& entry) {
         mutation.has_all_arguments = parse_arguments(args, entry.value, mutation.arguments, diagnostics);
         complete &= mutation.has_all_arguments;
       }},
      {"invalidates",
       [&](const SchemaKey& invalidates, const YamlEntry& entry) {
         complete &= parse_tag_list(invalidates, entry.value, mutation.invalidates, diagnostics);
         refuse_paths(mutation.invalidates, invalidates.name, diagnostics);
       }},
      {"recache",
       [&](const SchemaKey& recache, const YamlEntry& entry) {
         complete &= parse_recache_list(recache, entry.value, mutation.recache, diagnostics);
       }},
      {"doc", [&](const SchemaKey& doc,
                  const YamlEntry& entry) { mutation.doc = prose_of(entry.value, doc.value, diagnostics); }},
      allow_reader(mutation.allow, diagnostics)};
  if (!mutation.is_event) {
    readers.push_back({"returns", [&](const SchemaKey& returns, const YamlEntry& entry) {
                         mutation.returns = text_of(entry.value, returns.value, diagnostics);
                       }});
  }
  const std::string owner = (mutation.is_event ? "the event " : "the mutation ") + mutation.name.value;
  read_keys(written.value, owner, key.below, readers, diagnostics);
  mutation.complete = complete;
  return mutation;
}

namespace {

/// `{ user: std::uint64_t }` for the list `[user]`; empty for what is no list of names.
std::string ids_as_map(const YamlNode& node) {
  std::string map;
  for (const YamlNode& item : node.items) {
    if (item.kind != YamlNode::Kind::text) return {};
    map += (map.empty() ? "{ " : ", ") + item.text + ": std::uint64_t";
  }
  return map.empty() ? map : map + " }";
}

}  // namespace

void parse_ids(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  const std::string own = ids_as_map(node);
  if (!is_map(node, own.empty() ? key.value : Wanted{key.value.what, own}, diagnostics)) {
    add_names_in(node, document.doubtful);
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    if (is_extension(entry.key.text)) continue;
    const std::optional<Text> type = text_of(entry.value, key.item, diagnostics);
    document.ids.push_back({{entry.key.text, entry.key.range}, type.value_or(Text{{}, entry.value.range})});
  }
}

void parse_tags(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  std::vector<WrittenTag> tags;
  bool complete = parse_tag_list(key, node, tags, diagnostics);
  if (node.kind != YamlNode::Kind::list) {
    add_names_in(node, document.doubtful);
    complete = true;
  }
  refuse_paths(tags, {}, diagnostics);
  std::move(tags.begin(), tags.end(), std::back_inserter(document.tags));
  document.tags_complete = document.tags_complete && complete;
}

void parse_intersections(const SchemaKey& key, const YamlNode& node, SchemaDocument& document,
                         Diagnostics& diagnostics) {
  std::vector<WrittenTag> intersections;
  const bool complete = parse_tag_list(key, node, intersections, diagnostics);
  refuse_paths(intersections, {}, diagnostics);
  std::move(intersections.begin(), intersections.end(), std::back_inserter(document.intersections));
  document.intersections_complete = document.intersections_complete && complete;
}

void parse_queries(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, key.value, diagnostics)) {
    add_names_in(node, document.doubtful);
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    if (!is_extension(entry.key.text)) document.queries.push_back(parse_query(key, entry, diagnostics));
  }
}

void parse_mutations(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, key.value, diagnostics)) return;
  for (const YamlEntry& entry : node.entries) {
    if (!is_extension(entry.key.text)) document.mutations.push_back(parse_mutation(key, entry, diagnostics));
  }
}

}  // namespace tagcache::generator
