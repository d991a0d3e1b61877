#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "emit/cpp_comment.hpp"
#include "emit/cpp_names.hpp"
#include "emit/cpp_parameters.hpp"
#include "emit/cpp_text.hpp"
#include "emit/lower_query.hpp"
#include "emit/tag_expression.hpp"

namespace tagcache::generator {
namespace {

/// Members of the cache that parameters would hide, and the variables of the function.
std::set<std::string> hidden_names(const CacheModel& model) {
  std::set<std::string> names = cache_members(model);
  names.insert("result");
  names.insert(model.is_async ? "changed" : "undelivered");
  if (model.is_async) names.insert("token");
  return names;
}

/// A value as C++ writes it. The least number of 64 bits has no literal: `-` stands in front of one that does not fit.
/// What has no sign and does not fit otherwise says so.
std::string literal(const std::string& value) {
  if (value.starts_with('"')) return cpp_text(std::string_view(value).substr(1, value.size() - 2));
  if (value == "-9223372036854775808") return "-9223372036854775807 - 1";
  constexpr std::string_view most = "9223372036854775807";
  const bool is_number = value.find_first_not_of("0123456789") == std::string::npos;
  const bool is_large = value.size() > most.size() || (value.size() == most.size() && value > most);
  return is_number && is_large ? value + 'U' : value;
}

/// A value of the very type that the query takes: a key refers to what it is made from, so nothing may be converted.
std::string typed_value(const std::string& value, const Argument& taken) {
  // `-2147483648` is no int.
  const bool is_plain = (taken.type == "int" && value != "-2147483648") || taken.type == "bool";
  if (is_plain || value.starts_with(taken.type + "::")) return value;
  if (value == "std::nullopt") return taken.type + "{}";
  const bool is_one_word = taken.type.substr(0, taken.type.find('<')).find(' ') == std::string::npos;
  return is_one_word ? taken.type + '{' + literal(value) + '}'
                     : "static_cast<" + taken.type + ">(" + literal(value) + ')';
}

/// What is passed to the query that `recache` warms, in order; `typed`: values as C++ needs them.
std::string passed(const Recache& recache, const CacheModel& model, const std::vector<CppParameter>& parameters,
                   bool typed) {
  const std::vector<Argument>& taken = model.queries[recache.query].arguments;
  std::vector<std::string> texts;
  for (std::size_t index = 0; index < recache.arguments.size(); ++index) {
    const PassedValue& each = recache.arguments[index];
    texts.push_back(each.argument ? parameters[*each.argument].name
                    : typed       ? typed_value(each.value, taken[index])
                                  : each.value);
  }
  return joined(texts);
}

std::string comment_of(const CacheModel& model, const Mutation& mutation) {
  const std::vector<CppParameter> plain = parameters(mutation.arguments);
  std::vector<std::string> warmed;
  for (const Recache& recache : mutation.recache) {
    warmed.push_back(model.queries[recache.query].name + '(' + passed(recache, model, plain, false) + ')');
  }
  std::string comment = mutation.is_event ? "Invalidates " : "Writes";
  if (!mutation.invalidates.empty()) {
    if (!mutation.is_event) comment += ", then invalidates ";
    comment += joined(filled_tags(model, mutation.invalidates, "", plain));
  }
  if (!warmed.empty()) comment += ", then warms " + joined(warmed) + " in the background";
  return comment + '.';
}

/// What the method returns: who invalidates tells whether the store has heard of it.
std::string method_returns(const Mutation& mutation) {
  return mutation.invalidates.empty() ? mutation.returns : "::tagcache::Written<" + mutation.returns + '>';
}

/// Absent when it returns nothing.
std::optional<std::string> return_statement(const Mutation& mutation) {
  const bool gives_back = mutation.returns != "void";
  if (mutation.invalidates.empty()) return gives_back ? std::optional("return result;") : std::nullopt;
  if (gives_back) return "return {std::move(result), std::move(undelivered)};";
  return "return " + method_returns(mutation) + "(std::move(undelivered));";
}

std::vector<std::string> statements_of(const CacheModel& model, const Mutation& mutation,
                                       const std::vector<CppQuery>& queries) {
  const std::vector<CppParameter> inner = parameters(mutation.arguments, hidden_names(model));
  const bool gives_back = mutation.returns != "void";
  if (model.is_async)
    return {(method_returns(mutation) != "void" ? "return " : "") + ("wait_for(" + mutation.name) + "_(" +
            names(inner) + "));"};
  const std::string write = "source()." + mutation.name + '(' + names(inner) + ");";
  const bool only_writes = mutation.invalidates.empty() && mutation.recache.empty();
  if (only_writes) return {gives_back ? "return " + write : write};
  std::vector<std::string> statements;
  if (!mutation.is_event) statements.push_back(gives_back ? "auto result = " + write : write);
  if (!mutation.invalidates.empty()) {
    const std::vector<std::string> tags = filled_tags(model, mutation.invalidates, "tags", inner);
    statements.push_back("auto undelivered = try_invalidate({" + joined(tags) + "});");
  }
  for (const Recache& recache : mutation.recache) {
    statements.push_back("warm<" + queries[recache.query].structure + ">(" + passed(recache, model, inner, true) +
                         ");");
  }
  if (const auto last = return_statement(mutation)) statements.push_back(*last);
  return statements;
}

/// The same as a coroutine. No list in braces stands behind a co_await, where GCC 12 would refuse it.
std::vector<std::string> coroutine_of(const CacheModel& model, const Mutation& mutation,
                                      const std::vector<CppQuery>& queries) {
  const std::vector<CppParameter> inner = parameters(mutation.arguments, hidden_names(model));
  const std::string write = "source()." + mutation.name + '(' + names(inner) + ')';
  const bool gives_back = method_returns(mutation) != "void";
  if (mutation.invalidates.empty() && mutation.recache.empty()) return {"co_return co_await " + write + ';'};
  std::vector<std::string> statements;
  std::string work = mutation.is_event ? "" : write;
  if (!mutation.invalidates.empty()) {
    const std::string tags = joined(filled_tags(model, mutation.invalidates, "tags", inner));
    statements.push_back("const Invalidation changed[] = {" + tags + "};");
    work = mutation.is_event ? "invalidated(changed)" : "written(" + write + ", changed)";
  }
  if (!work.empty()) statements.push_back((gives_back ? "auto result = co_await " : "co_await ") + work + ';');
  for (const Recache& recache : mutation.recache) {
    statements.push_back("co_await warmed<" + queries[recache.query].structure + ">(" +
                         passed(recache, model, inner, true) + ");");
  }
  if (gives_back) statements.emplace_back("co_return result;");
  return statements;
}

std::string owned_declarations(const CacheModel& model, const Mutation& mutation) {
  std::vector<CppParameter> owned = parameters(mutation.arguments, hidden_names(model));
  for (std::size_t index = 0; index < owned.size(); ++index) owned[index].type = mutation.arguments[index].type;
  return declarations(owned);
}

}  // namespace

std::vector<CppMutation> lower_mutations(const CacheModel& model, const std::vector<CppQuery>& queries) {
  std::vector<CppMutation> mutations;
  for (const Mutation& mutation : model.mutations) {
    CppMutation result;
    result.name = mutation.name;
    result.doc = comment_lines(mutation.doc);
    result.comment = comment_of(model, mutation);
    result.returns = mutation.returns;
    result.method_returns = method_returns(mutation);
    result.is_event = mutation.is_event;
    result.parameters = declarations(parameters(mutation.arguments));
    result.method_parameters = declarations(parameters(mutation.arguments, hidden_names(model)));
    result.statements = statements_of(model, mutation, queries);
    result.source_type = source_type(model, mutation.returns);
    result.owned_parameters = owned_declarations(model, mutation);
    result.arguments = names(parameters(mutation.arguments, hidden_names(model)));
    if (model.is_async) result.coroutine = coroutine_of(model, mutation, queries);
    mutations.push_back(std::move(result));
  }
  return mutations;
}

}  // namespace tagcache::generator
