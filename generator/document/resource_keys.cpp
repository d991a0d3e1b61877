#include <utility>

#include "document/schema_key_groups.hpp"

namespace tagcache::generator {
namespace {

SchemaKey resource_map(std::string_view name, KeyedMap below, Wanted value, std::string_view description) {
  const bool is_query = below == KeyedMap::resource_query;
  return {.name = name,
          .kind = ValueKind::keyed_maps,
          .value = value,
          .description = description,
          .absent = "none",
          .item = is_query ? wanted_query : wanted_mutation,
          .below = below};
}

}  // namespace

/// A query of a resource has the tag of the resource, and may have more.
std::vector<SchemaKey> resource_query_keys() {
  std::vector<SchemaKey> keys = query_keys();
  for (SchemaKey& key : keys) {
    if (key.name == "args") key.description = "Further arguments, behind the ids in the tag of the resource.";
    if (key.name != "tags") continue;
    key.needed = false;
    key.description = "Further tags, beside that of the resource.";
  }
  return keys;
}

std::vector<SchemaKey> resource_keys() {
  std::vector<SchemaKey> keys = {
      {.name = "id",
       .value = wanted_type,
       .description = "C++ type of its id, the last in its tag; absent when `ids` has it."},
      resource_map("reads", KeyedMap::resource_query, {"a map of queries", "get_profile: { returns: Profile }"},
                   "Further queries of one entity, with its tag."),
      resource_map("lists", KeyedMap::resource_query,
                   {"a map of queries", "list_users: { returns: std::vector<User> }"},
                   "Queries of the collection, with the tag `list` in it: `users.list`."),
      resource_map("creates", KeyedMap::mutation, {"a map of mutations", "add_user: { args: [name: std::string] }"},
                   "Mutations that make an entity; they invalidate the lists."),
      resource_map("writes", KeyedMap::mutation, {"a map of mutations", "rename_user: { args: [name: std::string] }"},
                   "Mutations of one entity; they invalidate its tag, and lists that do not tell what they hold."),
      resource_map("deletes", KeyedMap::mutation, {"a map of mutations", "delete_user: {}"},
                   "Mutations that end an entity; they invalidate its tag and the lists.")};
  for (SchemaKey& key : resource_query_keys()) {
    if (key.name == "returns") key.needed = false;
    if (key.name == "returns") key.description = "C++ type of the entity: makes the query `get_user` of `users(user)`.";
    if (key.name == "doc") key.description = "What the resource is; a comment of its tag.";
    keys.push_back(std::move(key));
  }
  return keys;
}

std::vector<SchemaKey> event_keys() {
  std::vector<SchemaKey> keys;
  for (SchemaKey& key : mutation_keys()) {
    if (key.name == "returns") continue;
    if (key.name == "args") key.description = "Arguments in order; each is in a tag or passed to a query.";
    if (key.name == "invalidates") key.description = "Tags, and intersections of tags, to invalidate in one step.";
    if (key.name == "invalidates") key.needed = true;
    if (key.name == "doc") key.description = "When it happens; a comment of its method.";
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace tagcache::generator
