#include "emit/lower_query.hpp"

#include "emit/cpp_comment.hpp"
#include "emit/cpp_names.hpp"
#include "emit/cpp_options.hpp"
#include "emit/cpp_parameters.hpp"
#include "emit/lower_codec.hpp"
#include "emit/lower_result_tags.hpp"
#include "emit/tag_expression.hpp"
#include "support/type_words.hpp"

namespace tagcache::generator {
namespace {

/// What parameters would hide: members of a query's description, and of the cache.
const std::set<std::string> description_names = {
    "Value",  "Arguments",        "name",  "options", "fingerprint", "key",      "tags",    "load",
    "source", "tags_from_result", "found", "number",  "cache_if",    "previous", "varying", "load_many"};
/// `description_names`, and the type of the value: the parameter `previous` names it behind all others.
std::set<std::string> names_in_description(const Query& query) {
  std::set<std::string> names = names_looked_up(query.returns);
  names.insert(description_names.begin(), description_names.end());
  return names;
}

/// The same for the function of the source.
std::set<std::string> names_in_source(const Query& query) {
  if (!query.takes_previous) return {};
  std::set<std::string> names = names_looked_up(query.returns);
  names.insert("previous");
  return names;
}

/// Members of the cache, the parameter of one call, and those that methods with completion tokens have themselves.
std::set<std::string> names_in_cache(const CacheModel& model) {
  std::set<std::string> names = cache_members(model);
  names.insert("call");
  if (model.is_async) names.insert({"token", "read"});
  return names;
}

std::string comment_of(const CacheModel& model, const Query& query) {
  const std::vector<CppParameter> plain = parameters(query.arguments);
  std::string comment = "Carries " + joined(filled_tags(model, query.tags, "", plain));
  if (!query.result_tags.empty()) comment += ", and by its value " + joined(result_tag_texts(model, query, plain));
  comment += '.';
  if (query.cache_if) comment += " Kept if " + path_text(query.cache_if->path) + '.';
  const std::string options = option_comment(query.options, query.duration_names);
  return options.empty() ? comment : comment + ' ' + options + '.';
}

std::vector<std::string> key_parts(const Query& query, const std::vector<CppParameter>& parameters) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::vector<std::string> inner = parts(parameters[i].name, query.arguments[i].facts);
    found.insert(found.end(), inner.begin(), inner.end());
  }
  return found;
}

std::vector<std::string> types_of(const Query& query) {
  std::vector<std::string> types;
  for (const Argument& argument : query.arguments) types.push_back(argument.type);
  return types;
}

/// The parts that describe the query to the runtime, in a struct of their own.
void lower_description(const CacheModel& model, const Query& query, CppQuery& result) {
  const ClassNames classes = class_names(model.name);
  const std::vector<CppParameter> inner = parameters(query.arguments, names_in_description(query));
  std::vector<CppParameter> load{{classes.source + '&', "source"}};
  load.insert(load.end(), inner.begin(), inner.end());
  result.value = query.returns;
  result.types = joined(types_of(query));
  result.options = option_initialisers(query.options);
  result.fingerprint = fingerprint_expression(model, query);
  result.key_parameters = declarations(inner);
  result.key_parts = joined(key_parts(query, inner));
  result.tag_parameters = marked_declarations(inner, used_arguments(query.tags));
  result.tags = joined(filled_tags(model, query.tags, classes.cache + "::tags", inner));
  if (!query.result_tags.empty()) {
    result.result_parameters = joined(std::vector{"const " + query.returns + "& result",
                                                  marked_declarations(inner, arguments_of_result_tags(query))});
    if (inner.empty()) result.result_parameters = "const " + query.returns + "& result";
    result.result_tags = lower_result_tags(model, query, classes.cache + "::tags", inner);
  }
  if (query.cache_if) result.cache_if = lower_cache_if(*query.cache_if);
  result.load_type = query.returns;
  std::vector<CppParameter> passed = inner;
  if (query.takes_previous) {
    result.load_type = "::tagcache::Loaded<" + query.returns + '>';
    load.push_back({"const ::tagcache::Previous<" + query.returns + ">&", "previous"});
    passed.push_back(load.back());
  }
  result.load_type = source_type(model, result.load_type);
  result.load_parameters = declarations(load);
  result.load = "source." + query.name + '(' + names(passed) + ')';
}

/// The parameters of a call for several values of one argument.
std::vector<CppParameter> with_span(std::vector<CppParameter> parameters, const Query& query) {
  const std::size_t varying = query.many->argument;
  parameters[varying].type = "std::span<const " + query.arguments[varying].type + '>';
  return parameters;
}

void add_previous_of_many(const Query& query, std::vector<CppParameter>& parameters) {
  if (!query.takes_previous) return;
  parameters.push_back({"std::span<const ::tagcache::Previous<" + query.returns + ">>", "previous"});
}

CppMany lower_many(const CacheModel& model, const Query& query) {
  if (!query.many) return {};
  const std::vector<CppParameter> method = with_span(parameters(query.arguments, names_in_cache(model)), query);
  std::vector<CppParameter> of_source = with_span(parameters(query.arguments, names_in_source(query)), query);
  std::vector<CppParameter> passed = with_span(parameters(query.arguments, names_in_description(query)), query);
  add_previous_of_many(query, of_source);
  add_previous_of_many(query, passed);
  std::vector<CppParameter> load{{class_names(model.name).source + '&', "source"}};
  load.insert(load.end(), passed.begin(), passed.end());
  const std::string plain = declarations(with_span(parameters(query.arguments), query));
  CppMany many;
  many.name = query.many->method;
  many.comment = query.name + " for several values of " + query.arguments[query.many->argument].name +
                 ", in their order: one call of the store, and one of the source for those that are missing.";
  many.varying = std::to_string(query.many->argument);
  many.parameters = plain;
  many.source_parameters = query.takes_previous ? declarations(of_source) : plain;
  many.method_parameters = declarations(method);
  many.arguments = names(method);
  many.load_type = query.takes_previous ? "::tagcache::Loaded<" + query.returns + '>' : query.returns;
  many.load_parameters = declarations(load);
  many.load = "source." + many.name + '(' + names(passed) + ')';
  return many;
}

CppQuery lower_query(const CacheModel& model, const Query& query, NameScope& scope) {
  CppQuery result;
  result.name = query.name;
  result.structure = scope.unique(camel_case(query.name), std::string(query_suffix));
  result.doc = comment_lines(query.doc);
  result.comment = comment_of(model, query);
  lower_description(model, query, result);
  const std::vector<CppParameter> method = parameters(query.arguments, names_in_cache(model));
  result.parameters = declarations(parameters(query.arguments));
  std::vector<CppParameter> of_source = parameters(query.arguments, names_in_source(query));
  if (query.takes_previous) of_source.push_back({"const ::tagcache::Previous<" + query.returns + ">&", "previous"});
  result.source_parameters = query.takes_previous ? declarations(of_source) : result.parameters;
  result.method_parameters = declarations(method);
  result.arguments = names(method);
  result.many = lower_many(model, query);
  return result;
}

}  // namespace

std::vector<CppQuery> lower_queries(const CacheModel& model) {
  NameScope scope = names_in_use(model);
  std::vector<CppQuery> queries;
  for (const Query& query : model.queries) {
    queries.push_back(lower_query(model, query, scope));
    queries.back().number = std::to_string(queries.size());
  }
  return queries;
}

}  // namespace tagcache::generator
