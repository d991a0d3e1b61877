#include "emit/cpp_names.hpp"

#include "support/type_words.hpp"

namespace tagcache::generator {
namespace {

void take_all(NameScope& scope, const std::string& type) {
  for (const std::string& name : identifiers(type)) scope.take(name);
}

}  // namespace

bool NameScope::take_if_free(const std::string& name) {
  return (around_ == nullptr || !around_->contains(name)) && taken_.insert(name).second;
}

std::string NameScope::unique(const std::string& wished, const std::string& suffix) {
  if (take_if_free(wished)) return wished;
  const std::string longer = wished + suffix;
  if (take_if_free(longer)) return longer;
  for (int number = 2;; ++number) {
    const std::string numbered = longer + std::to_string(number);
    if (take_if_free(numbered)) return numbered;
  }
}

NameScope names_in_use(const CacheModel& model) {
  NameScope scope({"TagOf", "Tag", "Value", "Arguments"});
  for (std::string& name : class_names(model.name).all()) scope.take(std::move(name));
  for (const std::string& name : model.names_in_headers) scope.take(name);
  for (const Id& id : model.ids) take_all(scope, id.type), scope.take(id.name);
  for (const TagNode& node : model.tags) scope.take(node.name);
  for (const Query& query : model.queries) {
    take_all(scope, query.returns);
    scope.take(query.name);  // a method of that name hides a class of that name
    if (query.many) scope.take(query.many->method);
    for (const Argument& argument : query.arguments) take_all(scope, argument.type), scope.take(argument.name);
  }
  for (const Mutation& mutation : model.mutations) {
    take_all(scope, mutation.returns);
    scope.take(mutation.name);
    for (const Argument& argument : mutation.arguments) take_all(scope, argument.type), scope.take(argument.name);
  }
  return scope;
}

std::set<std::string> cache_members(const CacheModel& model) {
  std::set<std::string> names = {"Invalidation", "Tag",       "TypedCache",     "TypedPrimitives",
                                 "invalidate",   "name_hash", "query",          "query_many",
                                 "source",       "tags",      "try_invalidate", "warm"};
  if (model.is_async) names.insert({"AsyncTypedCache", "invalidated", "wait_for", "written"});
  names.insert(class_names(model.name).cache);
  return names;
}

std::string output_stem(std::string_view schema_name) {
  const std::size_t dot = schema_name.rfind('.');
  std::string stem(schema_name.substr(0, dot == 0 ? std::string_view::npos : dot));
  if (!stem.ends_with("_cache")) stem += "_cache";
  return stem;
}

}  // namespace tagcache::generator
