#include "document/schema_keys.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "document/lint_rules.hpp"

namespace tagcache::generator {
namespace {

// Regular expressions as JSON schemas have them. They show an editor's user what is surely wrong; the rules of names
// are with the generator.
constexpr std::string_view tag_pattern =
    R"(^([A-Za-z](_?[A-Za-z0-9])*|\([A-Za-z](_?[A-Za-z0-9])*\))(\.[A-Za-z](_?[A-Za-z0-9])*|\([A-Za-z](_?[A-Za-z0-9])*\))*$)";
constexpr std::string_view result_tag_pattern =
    R"re(^([A-Za-z](_?[A-Za-z0-9])*|\([A-Za-z](_?[A-Za-z0-9])*(\.([A-Za-z_][A-Za-z0-9_]*|\*))*\))(\.[A-Za-z](_?[A-Za-z0-9])*|\([A-Za-z](_?[A-Za-z0-9])*(\.([A-Za-z_][A-Za-z0-9_]*|\*))*\))*$)re";
constexpr std::string_view call_pattern = R"(^[^().,\s]+\(.*\)$)";
constexpr std::string_view file_pattern = R"(\.(hpp|h|hh|yaml|yml)$)";

constexpr Wanted wanted_rules{"a list of rules of tagcache check", "[never-invalidated]"};
constexpr Wanted wanted_rule{"a rule of tagcache check", "never-invalidated"};
constexpr Wanted wanted_tag{"a tag", "users(user).posts"};
constexpr Wanted wanted_type{"a C++ type", "std::string"};

/// A rule, and what it is about.
std::string_view allow_pattern() {
  static const std::string pattern = [] {
    std::string names;
    for (const LintRule& rule : lint_rules) names.append(names.empty() ? "" : "|").append(rule.name);
    return "^(" + names + ")(\\(.+\\))?$";
  }();
  return pattern;
}

std::vector<SchemaKey> schema_keys() {
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
      {.name = "ids",
       .kind = ValueKind::text_map,
       .value = {"a map of ids and their C++ types", "user: blog::UserId"},
       .description = "What may fill a wild segment of a tag, with its C++ type.",
       .item = wanted_type},
      {.name = "tags",
       .kind = ValueKind::text_list,
       .value = {"a list of tags", "[users(user)]"},
       .description = "The tags, written as in C++: `users(user).posts`. Each prefix of a tag is a tag too.",
       .item = wanted_tag,
       .pattern = tag_pattern},
      {.name = "queries",
       .kind = ValueKind::keyed_maps,
       .value = {"a map of queries", "get_user: { args: [user], returns: User, tags: [users(user)] }"},
       .description = "Cached reads, by the names of their methods.",
       .item = {"the keys of a query: args, returns, tags", "returns: User"},
       .below = KeyedMap::query},
      {.name = "mutations",
       .kind = ValueKind::keyed_maps,
       .value = {"a map of mutations", "rename_user: { args: [user], invalidates: [users(user)] }"},
       .description = "Writes that invalidate, by the names of their methods.",
       .item = {"the keys of a mutation: args, returns, invalidates, recache", "invalidates: [users(user)]"},
       .below = KeyedMap::mutation},
      {.name = "allow",
       .kind = ValueKind::text_list,
       .value = wanted_rules,
       .description = "Rules of `tagcache check` that are silent in this file, or about one id or tag in it: "
                      "`unused-tag(config)`.",
       .item = wanted_rule,
       .pattern = allow_pattern()},
  };
}

SchemaKey allow_key(std::string_view description) {
  SchemaKey key{.name = "allow",
                .kind = ValueKind::choice_list,
                .value = wanted_rules,
                .description = description,
                .item = wanted_rule};
  for (const LintRule& rule : lint_rules) key.words.push_back(rule.name);
  return key;
}

constexpr Wanted wanted_duration{"a duration", "30s"};
constexpr Wanted wanted_duration_or_off{"a duration or off", "30s"};
constexpr Wanted wanted_share{"a share in percent or off", "10%"};

std::vector<SchemaKey> lifetime_keys() {
  return {
      {.name = "ttl",
       .kind = ValueKind::duration,
       .value = wanted_duration,
       .description = "How long an entry is fresh, from the end of its load.",
       .absent = "30s"},
      {.name = "grace",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long after `ttl` an entry may be served while it is refreshed, and may stand in when a load "
                      "fails.",
       .absent = "off",
       .words = {"off"}},
      {.name = "negative_ttl",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description =
           "The `ttl` of results that say \"there is none\": a `std::optional` without value, a null pointer. "
           "`off`: they are not kept.",
       .absent = "as `ttl`",
       .words = {"off"}},
      {.name = "error_ttl",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long the error of a failed load is given to other readers before the next load is tried.",
       .absent = "off",
       .words = {"off"}},
      {.name = "idle_ttl",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "An entry in memory that nobody reads for so long goes early.",
       .absent = "off",
       .words = {"off"}},
      {.name = "jitter",
       .kind = ValueKind::percent,
       .value = wanted_share,
       .description = "Changes the `ttl` of each entry at random by up to this share of it, so that entries loaded "
                      "together do not expire together.",
       .absent = "off",
       .words = {"off"}},
  };
}

std::vector<SchemaKey> loading_keys() {
  return {
      {.name = "refresh_ahead",
       .kind = ValueKind::duration,
       .value = {"a duration, probabilistic or off", "5s"},
       .description =
           "Refreshes in the background when an entry is read so shortly before it expires; `probabilistic`: "
           "the likelier, the closer.",
       .absent = "off",
       .words = {"probabilistic", "off"}},
      {.name = "soft_timeout",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long a reader of an entry in grace waits for the refresh before it is served the old value.",
       .absent = "off",
       .words = {"off"}},
      {.name = "hard_timeout",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long a reader that has nothing to be served waits for a load.",
       .absent = "off",
       .words = {"off"}},
      {.name = "on_invalidate",
       .kind = ValueKind::choice,
       .value = {"reload or serve_stale", "serve_stale"},
       .description = "What a read does with an invalidated entry: `reload`, or `serve_stale` within its grace while "
                      "one refresh runs.",
       .absent = "reload",
       .words = {"reload", "serve_stale"}},
      {.name = "consistency",
       .kind = ValueKind::duration,
       .value = {"local, strict or a duration", "strict"},
       .description =
           "How sure a read is that it misses no invalidation by another node: `local` trusts what was heard, "
           "`strict` asks the remote store, a duration bounds how old the knowledge may be.",
       .absent = "local",
       .words = {"local", "strict"}},
      {.name = "single_flight",
       .kind = ValueKind::choice,
       .value = {"on or off", "off"},
       .description = "Whether callers that ask for the same at the same time share one load.",
       .absent = "on",
       .words = {"on", "off"}},
  };
}

std::vector<SchemaKey> keeping_keys() {
  return {
      {.name = "verify",
       .kind = ValueKind::percent,
       .value = wanted_share,
       .description = "The share of hits that are loaded again in the background and compared with what was served.",
       .absent = "off",
       .words = {"off"}},
      {.name = "weight",
       .kind = ValueKind::size,
       .value = {"a size", "2KiB"},
       .description = "The bytes that one value takes, for stores that are bounded in bytes.",
       .absent = "the size of its type"},
      {.name = "layers",
       .kind = ValueKind::choice_list,
       .value = {"a list of layers", "[memory, remote]"},
       .description = "The layers of the store that may keep an entry.",
       .absent = "all",
       .words = {"memory", "remote"},
       .item = {"memory or remote", "memory"}},
  };
}

std::vector<SchemaKey> option_keys() {
  std::vector<SchemaKey> keys = lifetime_keys();
  for (SchemaKey& key : loading_keys()) keys.push_back(std::move(key));
  for (SchemaKey& key : keeping_keys()) keys.push_back(std::move(key));
  return keys;
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
  };
  for (SchemaKey& key : option_keys()) keys.push_back(std::move(key));
  keys.push_back(allow_key("Rules of `tagcache check` that are silent about this query."));
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
       .kind = ValueKind::text_list,
       .value = {"a list of tags", "[users(user)]"},
       .description = "Tags to invalidate after the write, in one step.",
       .item = wanted_tag,
       .pattern = tag_pattern},
      {.name = "recache",
       .kind = ValueKind::text_list,
       .value = {"a list of queries", "[get_user(user)]"},
       .description = "Queries to load again in the background, with arguments of the mutation.",
       .item = {"a query with its arguments", "get_user(user)"},
       .pattern = call_pattern},
      allow_key("Rules of `tagcache check` that are silent about this mutation."),
  };
}

}  // namespace

const std::vector<SchemaKey>& keys_of(KeyedMap map) {
  static const std::vector<SchemaKey> schema = schema_keys();
  static const std::vector<SchemaKey> options = option_keys();
  static const std::vector<SchemaKey> query = query_keys();
  static const std::vector<SchemaKey> mutation = mutation_keys();
  switch (map) {
    case KeyedMap::schema:
      return schema;
    case KeyedMap::options:
      return options;
    case KeyedMap::query:
      return query;
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
