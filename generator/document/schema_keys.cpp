#include "document/schema_keys.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "document/key_patterns.hpp"
#include "document/lint_rules.hpp"
#include "document/schema_key_groups.hpp"

namespace tagcache::generator {
namespace {

constexpr Wanted wanted_rules{"a list of rules of tagcache check", "[never-invalidated]"};
constexpr Wanted wanted_rule{"a rule of tagcache check", "never-invalidated"};
constexpr Wanted wanted_tag{"a tag", "users(user).posts"};

SchemaKey allow_key(std::string_view description) {
  SchemaKey key{.name = "allow",
                .kind = ValueKind::choice_list,
                .value = wanted_rules,
                .description = description,
                .item = wanted_rule};
  for (const LintRule& rule : lint_rules) key.words.push_back(rule.name);
  return key;
}

SchemaKey main_doc_key() {
  SchemaKey key = doc_key("What the cache is for; a comment of its class.");
  key.main_only = true;
  return key;
}

std::vector<SchemaKey> naming_keys() {
  return {
      {.name = "$schema",
       .kind = ValueKind::anything,
       .value = {"the place of a JSON schema", "tagcache.schema.json"},
       .description = "Where an editor finds the rules of this file; tagcache leaves it alone."},
      {.name = "cache",
       .value = {"the name of the class", "BlogCache"},
       .description = "Name of the class that is generated; also the prefix of its keys.",
       .needed = true,
       .main_only = true,
       .pattern = name_pattern},
      {.name = "namespace",
       .value = {"the name of a namespace", "blog"},
       .description = "Where the class goes, and where names of types are looked up.",
       .absent = "the global one",
       .main_only = true,
       .pattern = "^[A-Za-z](_?[A-Za-z0-9])*(::[A-Za-z](_?[A-Za-z0-9])*)*$"},
      {.name = "include",
       .kind = ValueKind::text_list,
       .value = {"a list of headers and schemas", "[model.hpp]"},
       .description = "C++ headers (`.hpp`, `.h`, `.hh`) that hold your types, and schemas (`.yaml`, `.yml`) to take "
                      "definitions from. Paths are relative to this file.",
       .item = {"a C++ header or a schema", "model.hpp"},
       .pattern = file_pattern},
      {.name = "defaults",
       .kind = ValueKind::keyed_map,
       .value = {"a map of options", "{ ttl: 30s, grace: 5m }"},
       .description = "Options of all queries that do not say otherwise.",
       .main_only = true,
       .below = KeyedMap::options},
      {.name = "durations",
       .kind = ValueKind::duration_map,
       .value = {"a map of names and durations", "{ short: 30s, long: 1h }"},
       .description = "Durations by names, for wherever an option wants one: `ttl: short`.",
       .absent = "none",
       .item = {"a duration", "30s"},
       .pattern = duration_name_pattern()},
      {.name = "async",
       .kind = ValueKind::toggle,
       .value = {"on or off", "on"},
       .description =
           "Whether the source is made of coroutines, and each method has a second form that takes a completion "
           "token of Boost.Asio.",
       .absent = "off",
       .main_only = true,
       .words = toggle_words()},
  };
}

std::vector<SchemaKey> declaring_keys() {
  return {
      {.name = "ids",
       .kind = ValueKind::text_map,
       .value = {"a map of ids and their C++ types", "user: blog::UserId"},
       .description = "What may fill a wild segment of a tag, with its C++ type.",
       .item = wanted_type},
      {.name = "tags",
       .kind = ValueKind::tag_list,
       .value = {"a list of tags", "[users(user)]"},
       .description =
           "The tags, written as in C++: `users(user).posts`. Each prefix of a tag is a tag too. An item may "
           "describe its tag: `users(user): Everything about one user`, and say what it is in the store: "
           "`created: { text: new }`.",
       .item = wanted_tag,
       .pattern = tag_pattern,
       .below = KeyedMap::tag},
      {.name = "intersections",
       .kind = ValueKind::intersection_list,
       .value = {"a list of intersections", "[users(user) & posts(post)]"},
       .description = "Tags that can be invalidated together: `users(user) & posts(post)` are the entries that carry "
                      "both, or tags below them.",
       .absent = "none",
       .item = {"tags with '&' between them", "users(user) & posts(post)"},
       .pattern = intersection_pattern()},
  };
}

std::vector<SchemaKey> function_keys() {
  return {
      {.name = "queries",
       .kind = ValueKind::keyed_maps,
       .value = {"a map of queries", "get_user: { args: [user], returns: User, tags: [users(user)] }"},
       .description = "Cached reads, by the names of their methods.",
       .item = {"the keys of a query: args, returns, tags", "{ returns: std::string, tags: [users(user)] }"},
       .below = KeyedMap::query},
      {.name = "mutations",
       .kind = ValueKind::keyed_maps,
       .value = {"a map of mutations", "rename_user: { args: [user], invalidates: [users(user)] }"},
       .description = "Writes that invalidate, by the names of their methods.",
       .item = wanted_mutation,
       .below = KeyedMap::mutation},
      {.name = "resources",
       .kind = ValueKind::keyed_maps,
       .value = {"a map of resources", "users(user): { id: blog::UserId, returns: User }"},
       .description = "Entities by their tags, with what reads, lists, creates, writes and deletes them; see "
                      "[resources](#resources).",
       .item = {"the keys of a resource: id, returns, reads, lists, creates, writes, deletes", "returns: User"},
       .pattern = resource_pattern,
       .below = KeyedMap::resource},
      {.name = "events",
       .kind = ValueKind::keyed_maps,
       .value = {"a map of events", "user_banned: { args: [user], invalidates: [users(user)] }"},
       .description = "What happens elsewhere and invalidates: `user_banned` gives the method `on_user_banned`.",
       .item = {"the keys of an event: args, invalidates, recache", "invalidates: [users(user)]"},
       .below = KeyedMap::event},
      {.name = "allow",
       .kind = ValueKind::text_list,
       .value = wanted_rules,
       .description = "Rules of `tagcache check` that are silent in this file, or about one id or tag in it: "
                      "`unused-tag(config)`.",
       .item = wanted_rule,
       .pattern = allow_pattern()},
  };
}

std::vector<SchemaKey> schema_keys() {
  std::vector<SchemaKey> keys = naming_keys();
  for (SchemaKey& key : declaring_keys()) keys.push_back(std::move(key));
  for (SchemaKey& key : function_keys()) keys.push_back(std::move(key));
  keys.push_back(main_doc_key());
  return keys;
}

}  // namespace

SchemaKey doc_key(std::string_view of_what) {
  return {.name = "doc",
          .kind = ValueKind::prose,
          .value = {"a description", "Everything that the profile page shows."},
          .description = of_what,
          .absent = "none"};
}

std::vector<SchemaKey> query_keys() {
  std::vector<SchemaKey> keys = {
      {.name = "args",
       .kind = ValueKind::argument_list,
       .value = {"a list of arguments", "[user, page: int]"},
       .description = "Arguments in order: the name of an id, or `name: type`, where the type may be an id.",
       .item = {"an argument", "user"}},
      {.name = "key_only",
       .kind = ValueKind::text_list,
       .value = {"a list of arguments", "[page]"},
       .description = "Arguments that take part in the key and in no tag.",
       .item = {"the name of an argument", "page"},
       .pattern = name_pattern},
      {.name = "returns",
       .value = wanted_type,
       .description = "C++ type of the value; it must be movable.",
       .needed = true},
      {.name = "tags",
       .kind = ValueKind::text_list,
       .value = {"a list of tags", "[users(user)]"},
       .description = "The tags of its entries, wild segments filled by arguments.",
       .needed = true,
       .item = wanted_tag,
       .pattern = tag_pattern},
      {.name = "tags_from_result",
       .kind = ValueKind::text_list,
       .value = {"a list of tags", "[posts(result.*.id)]"},
       .description =
           "Further tags, filled from the value: `result` is the value, `.name` a member, `.*` each element.",
       .absent = "none",
       .item = {"a tag with a path into the result", "posts(result.*.id)"},
       .pattern = result_tag_pattern},
      {.name = "cache_if",
       .value = {"a path into the result", "result.published"},
       .description = "A part of the value that must be true, or there, for the value to be kept.",
       .absent = "each value is kept",
       .pattern = result_path_pattern},
      {.name = "previous",
       .kind = ValueKind::toggle,
       .value = {"on or off", "on"},
       .description = "Whether the source function is shown what is stored, and may say that it still holds.",
       .absent = "off",
       .words = toggle_words()},
      {.name = "many",
       .value = {"a method and an argument", "get_users(user)"},
       .description =
           "A second method, and a second function of the source, that take several values of this argument: "
           "one call of the store, and one of the source for what is missing.",
       .absent = "none",
       .pattern = R"(^\s*[^().,\s]+\(\s*[^().,\s]+\s*\)\s*$)"},
  };
  for (SchemaKey& key : option_keys()) keys.push_back(std::move(key));
  keys.push_back(allow_key("Rules of `tagcache check` that are silent about this query."));
  keys.push_back(doc_key("What the query is for; a comment of its method."));
  return keys;
}

std::vector<SchemaKey> mutation_keys() {
  return {
      {.name = "args",
       .kind = ValueKind::argument_list,
       .value = {"a list of arguments", "[user, page: int]"},
       .description = "Arguments in order, as those of queries; they need not be in a tag.",
       .item = {"an argument", "user"}},
      {.name = "returns",
       .value = wanted_type,
       .description = "C++ type of what the write gives back.",
       .absent = "nothing"},
      {.name = "invalidates",
       .kind = ValueKind::invalidation_list,
       .value = {"a list of tags", "[users(user)]"},
       .description = "Tags, and intersections of tags, to invalidate after the write, in one step.",
       .item = wanted_tag,
       .pattern = invalidation_pattern()},
      {.name = "recache",
       .kind = ValueKind::text_list,
       .value = {"a list of queries", "[get_user(user)]"},
       .description = "Queries to load again in the background, with arguments of the mutation and fixed values.",
       .item = {"a query with its arguments", "get_user(user)"},
       .pattern = call_pattern},
      allow_key("Rules of `tagcache check` that are silent about this mutation."),
      doc_key("What the mutation does; a comment of its method."),
  };
}

std::vector<std::string_view> toggle_words() { return {"on", "off", "true", "false"}; }

const std::vector<SchemaKey>& keys_of(KeyedMap map) {
  static const std::vector<SchemaKey> schema = schema_keys();
  static const std::vector<SchemaKey> options = option_keys();
  static const std::vector<SchemaKey> tag = tag_keys();
  static const std::vector<SchemaKey> query = query_keys();
  static const std::vector<SchemaKey> mutation = mutation_keys();
  static const std::vector<SchemaKey> resource = resource_keys();
  static const std::vector<SchemaKey> resource_query = resource_query_keys();
  static const std::vector<SchemaKey> event = event_keys();
  switch (map) {
    case KeyedMap::schema:
      return schema;
    case KeyedMap::options:
      return options;
    case KeyedMap::tag:
      return tag;
    case KeyedMap::query:
      return query;
    case KeyedMap::resource:
      return resource;
    case KeyedMap::resource_query:
      return resource_query;
    case KeyedMap::event:
      return event;
    case KeyedMap::mutation:
      break;
  }
  return mutation;
}

const SchemaKey& key_of(KeyedMap map, std::string_view name) {
  const std::vector<SchemaKey>& keys = keys_of(map);
  const auto key = std::find_if(keys.begin(), keys.end(), [&](const SchemaKey& other) { return other.name == name; });
  assert(key != keys.end());
  return *key;
}

}  // namespace tagcache::generator
