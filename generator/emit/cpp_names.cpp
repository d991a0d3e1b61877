#include "emit/cpp_names.hpp"

namespace tagcache::generator {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || is_digit(letter) || letter == '_';
}

void take_all(NameScope& scope, const std::string& type) {
  for (const std::string& name : identifiers(type)) scope.take(name);
}

}  // namespace

std::set<std::string> identifiers(std::string_view type) {
  std::set<std::string> found;
  std::string word;
  for (const char letter : std::string(type) + ' ') {
    if (is_name_letter(letter)) {
      word += letter;
      continue;
    }
    if (!word.empty() && !is_digit(word.front())) found.insert(word);
    word.clear();
  }
  return found;
}

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

std::string output_stem(std::string_view schema_name) {
  const std::size_t dot = schema_name.rfind('.');
  std::string stem(schema_name.substr(0, dot == 0 ? std::string_view::npos : dot));
  if (!stem.ends_with("_cache")) stem += "_cache";
  return stem;
}

}  // namespace tagcache::generator
