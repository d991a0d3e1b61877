#include "model/captured_names.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "model/resolve.hpp"

namespace tagcache::generator {
namespace {

/// Members that every generated class of a cache or a tag has, or inherits from the runtime.
constexpr auto members = std::to_array<std::string_view>({"Invalidation",
                                                          "PrimitivesBelow",
                                                          "Tag",
                                                          "TagOf",
                                                          "TypedCache",
                                                          "TypedPrimitives",
                                                          "as_schema",
                                                          "clear",
                                                          "disconnect",
                                                          "expire",
                                                          "default_options",
                                                          "invalidate",
                                                          "invalidate_all",
                                                          "load",
                                                          "name_hash",
                                                          "owned_load",
                                                          "path",
                                                          "primitives",
                                                          "primitives_",
                                                          "query",
                                                          "query_many",
                                                          "read",
                                                          "reset_stats",
                                                          "source",
                                                          "source_",
                                                          "stats",
                                                          "tags",
                                                          "told",
                                                          "try_invalidate",
                                                          "warm"});

/// Members that every struct has which describes a query.
constexpr auto in_descriptions = std::to_array<std::string_view>(
    {"Arguments", "Value", "key", "load", "name", "number", "options", "source", "tags"});

/// Members and parameters that some caches and descriptions have.
constexpr auto in_some = std::to_array<std::string_view>(
    {"AsyncTypedCache", "AsyncTypedCalls",  "AsyncTypedReads",  "Base",     "async_clear",
     "async_expire",    "async_invalidate", "async_primitives", "cache_if", "call",
     "executor",        "executor_",        "fingerprint",      "found",    "get_executor",
     "invalidated",     "load_many",        "previous",         "result",   "tags_from_result",
     "token",           "varying",          "wait_for",         "warmed",   "with_call",
     "written"});

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_captured(std::string_view name) {
  return contains(members, name) || contains(in_descriptions, name) || contains(in_some, name);
}

std::set<std::string> types_of_queries(const SchemaDocument& document) {
  std::set<std::string> types;
  for (const WrittenId& id : document.ids) types.insert(id.type.value);
  for (const WrittenQuery& query : document.queries) {
    if (query.returns) types.insert(query.returns->value);
    for (const WrittenArgument& argument : query.arguments) {
      if (argument.type) types.insert(argument.type->value);
    }
  }
  return types;
}

}  // namespace

std::vector<std::string> captured_names(const std::vector<Text>& types) {
  std::set<std::string> found;
  for (const Text& type : types) {
    for (const std::string& name : names_looked_up(type.value)) {
      if (is_captured(name)) found.insert(name);
    }
  }
  return {found.begin(), found.end()};
}

Spellings spellings_of_captured(const SchemaDocument& document, const TypeCatalog& catalog) {
  Spellings spellings;
  for (const auto& [name, name_space] : catalog.name_spaces) {
    spellings.emplace(name, "::" + name_space + (name_space.empty() ? "" : "::") + name);
  }
  if (!catalog.as_declared || document.name_space) return spellings;
  for (const std::string& name : captured_names(mentioned_types(document).types)) spellings.emplace(name, "::" + name);
  return spellings;
}

void refuse_captured_types(const SchemaDocument& document, const MentionedTypes& mentioned, const TypeCatalog& catalog,
                           Diagnostics& diagnostics) {
  if (!catalog.as_declared || !document.name_space) return;
  const std::set<std::string> of_queries = types_of_queries(document);
  for (const Text& type : mentioned.types) {
    for (const std::string& name : names_looked_up(type.value)) {
      const bool is_described = contains(in_descriptions, name) && of_queries.contains(type.value);
      if (!contains(members, name) && !is_described) continue;
      const Spellings outside{{name, document.name_space->value + "::" + name}};
      diagnostics.report({"reserved-name",
                          type.range,
                          "'" + name + "' means something else in the generated code",
                          "the type with its namespace in front",
                          respelled(type.value, outside),
                          {}});
    }
  }
}

}  // namespace tagcache::generator
