#include "emit/cpp_parameters.hpp"

#include <algorithm>

#include "emit/cpp_names.hpp"
#include "support/type_words.hpp"

namespace tagcache::generator {
namespace {

constexpr std::uint64_t largest_by_value_bytes = 16;

bool is_passed_by_value(const TypeFacts& facts) {
  switch (facts.kind) {
    case TypeKind::boolean:
    case TypeKind::integral:
    case TypeKind::floating:
    case TypeKind::enumeration:
      return true;
    default:
      return facts.trivially_copyable && facts.copyable && facts.size_bytes > 0 &&
             facts.size_bytes <= largest_by_value_bytes;
  }
}

}  // namespace

std::string passed_type(std::string_view type, const TypeFacts& facts) {
  // A type of which nothing is known: the compiler decides as is done here.
  if (facts.size_bytes == 0) return "::tagcache::Passed<" + std::string(type) + '>';
  return is_passed_by_value(facts) ? std::string(type) : "const " + std::string(type) + '&';
}

std::vector<CppParameter> parameters(std::span<const Argument> arguments, const std::set<std::string>& hidden) {
  NameScope scope(hidden);
  for (const Argument& argument : arguments) scope.take(argument.name);
  std::vector<CppParameter> result;
  for (const Argument& argument : arguments) {
    const bool hides_type = std::any_of(arguments.begin(), arguments.end(), [&](const Argument& other) {
      return &other != &argument && names_looked_up(other.type).contains(argument.name);
    });
    const bool hides = hides_type || hidden.contains(argument.name);
    result.push_back(
        {passed_type(argument.type, argument.facts), hides ? scope.unique(argument.name, "_argument") : argument.name});
  }
  return result;
}

std::string declarations(std::span<const CppParameter> parameters) {
  std::vector<std::string> texts;
  for (const CppParameter& parameter : parameters) texts.push_back(parameter.declaration());
  return joined(texts);
}

std::string marked_declarations(std::span<const CppParameter> parameters, const std::set<std::size_t>& used) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    texts.push_back((used.contains(i) ? "" : "[[maybe_unused]] ") + parameters[i].declaration());
  }
  return joined(texts);
}

std::string names(std::span<const CppParameter> parameters) {
  std::vector<std::string> texts;
  for (const CppParameter& parameter : parameters) texts.push_back(parameter.name);
  return joined(texts);
}

std::vector<std::string> parts(const std::string& expression, const TypeFacts& facts) {
  if (facts.kind != TypeKind::record) return {expression};
  std::vector<std::string> found;
  for (const Field& field : facts.fields) {
    const std::vector<std::string> inner = parts(expression + '.' + field.name, field.type);
    found.insert(found.end(), inner.begin(), inner.end());
  }
  return found;
}

std::string joined(std::span<const std::string> texts, std::string_view separator) {
  std::string result;
  for (const std::string& text : texts) {
    if (&text != texts.data()) result += separator;
    result += text;
  }
  return result;
}

}  // namespace tagcache::generator
