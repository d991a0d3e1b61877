#include "document/parse_resource.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "document/doubtful_names.hpp"
#include "document/parse_query.hpp"
#include "document/parse_tag.hpp"
#include "document/shape.hpp"

namespace tagcache::generator {
namespace {

/// Reads a map of queries or mutations with `parse_item`. False when it is no map.
template <class Item, class ParseItem>
bool parse_map(const SchemaKey& key, const YamlEntry& entry, std::vector<Item>& items, ParseItem parse_item,
               Diagnostics& diagnostics) {
  if (!is_map(entry.value, key.value, diagnostics)) return false;
  for (const YamlEntry& item : entry.value.entries) {
    if (!is_extension(item.key.text)) items.push_back(parse_item(key, item, diagnostics));
  }
  return true;
}

/// `users(user)`: a collection, and the id of one entity in it.
bool is_tag_of_entity(const WrittenTag& tag) {
  return tag.segments.size() >= 2 && tag.segments.front().kind == WrittenSegment::Kind::fixed &&
         tag.segments.back().kind == WrittenSegment::Kind::wild;
}

/// What was most likely meant with a name that ends with a segment: something about an entity, or a collection.
std::string cure_for(const Text& name, const WrittenTag& tag) {
  if (tag.segments.front().kind != WrittenSegment::Kind::fixed) return "users" + name.value;
  const std::string& last = tag.segments.back().name.value;
  if (tag.segments.size() >= 2 && tag.segments[tag.segments.size() - 2].kind == WrittenSegment::Kind::wild) {
    const std::string entity = name.value.substr(0, name.value.size() - last.size() - 1);
    return "reads: { get_" + last + ": { returns: ... } } in the resource " + entity;
  }
  if (tag.segments.size() >= 2) {
    return name.value.substr(0, name.value.size() - last.size() - 1) + '(' + last + ')';
  }
  return name.value + '(' + (last.ends_with('s') ? last.substr(0, last.size() - 1) : last) + ')';
}

void refuse_tag(const Text& name, const WrittenTag& tag, Diagnostics& diagnostics) {
  diagnostics.report({"resource-tag",
                      name.range,
                      "'" + name.value + "' is not the tag of a resource",
                      "a tag that begins with a name and ends with the id of one entity",
                      cure_for(name, tag),
                      {}});
}

WrittenTag parse_name(const Text& name, Diagnostics& diagnostics) {
  std::vector<WrittenTag> tags{parse_tag(name, diagnostics)};
  refuse_paths(tags, {}, diagnostics);
  WrittenTag tag = std::move(tags.front());
  if (tag.complete && !is_tag_of_entity(tag)) {
    refuse_tag(name, tag, diagnostics);
    tag.complete = false;
  }
  return tag;
}

/// What reads the maps of functions of a resource.
std::vector<KeyReader> function_readers(WrittenResource& resource, Diagnostics& diagnostics) {
  const auto queries = [&](std::string_view name, std::vector<WrittenQuery>& into) {
    return KeyReader{name, [&](const SchemaKey& key, const YamlEntry& entry) {
                       if (parse_map(key, entry, into, parse_query, diagnostics)) return;
                       resource.complete = false;
                       add_names_in(entry.value, resource.left_out);
                     }};
  };
  const auto mutations = [&](std::string_view name, std::vector<WrittenMutation>& into) {
    return KeyReader{name, [&](const SchemaKey& key, const YamlEntry& entry) {
                       if (!parse_map(key, entry, into, parse_mutation, diagnostics)) resource.complete = false;
                     }};
  };
  return {queries("reads", resource.reads), queries("lists", resource.lists), mutations("creates", resource.creates),
          mutations("writes", resource.writes), mutations("deletes", resource.deletes)};
}

void take_default_read(WrittenResource& resource, QueryReading& reading, const Text& name, Diagnostics& diagnostics) {
  resource.tag.doc = std::exchange(reading.query.doc, std::nullopt);
  if (!reading.has_any) return;
  reading.query.complete = reading.complete;
  if (!reading.has_returns) {
    diagnostics.report({"missing-key",
                        name.range,
                        "the resource " + name.value + " says how an entity is read, and has no key 'returns'",
                        "the C++ type of the entity",
                        "returns: User",
                        {}});
  }
  resource.read = std::move(reading.query);
}

WrittenResource parse_resource(const SchemaKey& key, const YamlEntry& written, Diagnostics& diagnostics) {
  const Text name{written.key.text, written.key.range};
  WrittenResource resource;
  resource.name = name;
  resource.tag = parse_name(name, diagnostics);
  resource.complete = is_map(written.value, key.item, diagnostics);
  if (!resource.complete) {
    add_names_in(written.value, resource.left_out);
    return resource;
  }
  QueryReading reading;
  reading.query.tags_range = name.range;
  std::vector<KeyReader> readers = reading.readers(diagnostics);
  for (KeyReader& reader : function_readers(resource, diagnostics)) readers.push_back(std::move(reader));
  readers.push_back({"id", [&](const SchemaKey& id, const YamlEntry& entry) {
                       resource.id_type = text_of(entry.value, id.value, diagnostics);
                       if (!resource.id_type) resource.id_type = Text{{}, entry.value.range};
                     }});
  read_keys(written.value, "the resource " + name.value, key.below, readers, diagnostics);
  take_default_read(resource, reading, name, diagnostics);
  return resource;
}

void refuse_second(const YamlNode& name, const SourceRange& first, Diagnostics& diagnostics) {
  diagnostics.report({"duplicate-name",
                      name.range,
                      "the resource '" + name.text + "' is declared twice",
                      "each resource once",
                      "one resource with the keys of both",
                      {{first, "first declared here"}}});
}

void refuse_event_without_effect(const WrittenMutation& event, Diagnostics& diagnostics) {
  diagnostics.report({"missing-key",
                      event.name.range,
                      "the event " + event.name.value + " invalidates nothing",
                      "the tags that it invalidates",
                      "invalidates: [users(user)]",
                      {}});
}

}  // namespace

void parse_resources(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, key.value, diagnostics)) {
    add_names_in(node, document.doubtful);
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    if (is_extension(entry.key.text)) continue;
    const auto first = std::find_if(document.resources.begin(), document.resources.end(),
                                    [&](const WrittenResource& r) { return r.name.value == entry.key.text; });
    if (first == document.resources.end()) {
      document.resources.push_back(parse_resource(key, entry, diagnostics));
    } else {
      refuse_second(entry.key, first->name.range, diagnostics);
    }
  }
}

void parse_events(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, key.value, diagnostics)) return;
  for (const YamlEntry& entry : node.entries) {
    if (is_extension(entry.key.text)) continue;
    document.events.push_back(parse_mutation(key, entry, diagnostics));
    const WrittenMutation& event = document.events.back();
    if (event.complete && event.invalidates.empty()) refuse_event_without_effect(event, diagnostics);
  }
}

}  // namespace tagcache::generator
