#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "model/captured_names.hpp"
#include "model/derived_names.hpp"
#include "model/emitted_names.hpp"
#include "model/reserved_names.hpp"
#include "model/resolve.hpp"

namespace tagcache::generator {
namespace {

/// An id, or what may be one that is missing here.
bool may_be_id(const SchemaDocument& document, const std::string& name) {
  const bool is_missing = !document.ids_complete && !problem_with_name(name, NameUse::id);
  if (is_missing || document.doubtful.contains(name)) return true;
  return std::any_of(document.ids.begin(), document.ids.end(),
                     [&](const WrittenId& id) { return id.name.value == name; });
}

void mention_arguments(const SchemaDocument& document, const std::vector<WrittenArgument>& arguments,
                       std::vector<Text>& types) {
  for (const WrittenArgument& argument : arguments) {
    if (argument.type && !may_be_id(document, argument.type->value)) types.push_back(*argument.type);
  }
}

bool is_namespace(const std::string& name) {
  const std::vector<NamespacePart> parts = parts_of_namespace(name);
  return std::none_of(parts.begin(), parts.end(),
                      [](const NamespacePart& part) { return problem_with_name(part.name, part.use).has_value(); });
}

/// `void` is no type to look up.
void mention_result(const std::optional<Text>& type, std::vector<Text>& types) {
  if (type && type->value != "void") types.push_back(*type);
}

/// All that generated code may declare in the namespace of the schema.
std::vector<std::string> emitted_names(const SchemaDocument& document) {
  std::vector<std::string> names = class_names(document.cache.value).all();
  for (const std::string& other : other_cache_names(document.cache.value)) {
    for (std::string& name : class_names(other).all()) names.push_back(std::move(name));
  }
  for (const WrittenQuery& query : document.queries) {
    names.push_back(camel_case(query.name.value));
    names.push_back(names.back() + std::string(query_suffix));
  }
  return names;
}

/// What emitted code is called as the schema has it, and what is made of that.
std::vector<std::string> written_names(const SchemaDocument& document) {
  std::vector<std::string> names;
  const auto add_arguments = [&](const std::vector<WrittenArgument>& arguments) {
    for (const WrittenArgument& argument : arguments) names.push_back(argument.name.value);
  };
  for (const WrittenId& id : document.ids) names.push_back(id.name.value);
  for (const WrittenTag& tag : document.tags) {
    for (const WrittenSegment& segment : tag.segments) names.push_back(segment.name.value);
  }
  for (const WrittenQuery& query : document.queries) {
    names.push_back(query.name.value);
    if (query.many) names.push_back(query.many->method.value);
    add_arguments(query.arguments);
  }
  for (const WrittenMutation& mutation : document.mutations) {
    names.push_back(mutation.name.value);
    add_arguments(mutation.arguments);
  }
  for (DerivedName& derived : derived_names(document)) names.push_back(std::move(derived.name));
  return names;
}

}  // namespace

MentionedTypes mentioned_types(const SchemaDocument& document) {
  MentionedTypes mentioned;
  // Inside a namespace that C++ does not accept, all types would seem to be wrong.
  if (document.name_space && !is_namespace(document.name_space->value)) return mentioned;
  if (document.name_space) mentioned.name_space = document.name_space->value;
  if (document.name_space) mentioned.name_space_place = document.name_space->range;
  mentioned.headers_complete = document.schemas_complete;
  mentioned.headers = document.headers;
  mentioned.names = emitted_names(document);
  mentioned.written = written_names(document);
  for (const WrittenId& id : document.ids) {
    if (!id.type.value.empty()) mentioned.types.push_back(id.type);
  }
  for (const WrittenQuery& query : document.queries) {
    mention_arguments(document, query.arguments, mentioned.types);
    mention_result(query.returns, mentioned.types);
    if (query.returns) mentioned.values.push_back(query.returns->value);
  }
  for (const WrittenMutation& mutation : document.mutations) {
    mention_arguments(document, mutation.arguments, mentioned.types);
    mention_result(mutation.returns, mentioned.types);
  }
  mentioned.captured = captured_names(mentioned.types);
  return mentioned;
}

}  // namespace tagcache::generator
