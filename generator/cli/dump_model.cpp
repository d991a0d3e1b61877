#include <map>
#include <string>
#include <utility>

#include "cli/dump.hpp"
#include "cli/outline.hpp"
#include "emit/cpp_options.hpp"
#include "model/query_identity.hpp"
#include "model/tag_text.hpp"

namespace tagcache::generator {
namespace {

void print_options(Outline& outline, const Options& options, const std::map<std::string, std::string>& names = {}) {
  const std::string words = option_comment(options, names);
  if (!words.empty()) outline.line("options", words);
}

void print_arguments(Outline& outline, const std::vector<Argument>& arguments) {
  for (const Argument& argument : arguments) outline.line("argument", argument.name + ": " + argument.type);
}

void print_tree(Outline& outline, const CacheModel& model, std::size_t node) {
  for (const std::size_t child : model.tags[node].children) {
    const TagNode& tag = model.tags[child];
    const std::string stored = tag.text.empty() ? "" : "  stored as: " + shown_text(tag.text);
    outline.line(tag.kind == TagNode::Kind::wild ? '(' + tag.name + ')' : tag.name + stored);
    outline.below([&] { print_tree(outline, model, child); });
  }
}

std::string filled(const CacheModel& model, const FilledTag& tag, const std::vector<Argument>& arguments) {
  std::vector<std::string> fillings;
  for (const std::size_t argument : tag.arguments) fillings.push_back(arguments[argument].name);
  return tag_expression(model, tag.node, "", fillings);
}

std::string filled(const CacheModel& model, const ResultTag& tag, const std::vector<Argument>& arguments) {
  std::vector<std::string> fillings;
  for (const ResultFilling& filling : tag.fillings) {
    fillings.push_back(filling.argument ? arguments[*filling.argument].name : filling.path_text());
  }
  return tag_expression(model, tag.node, "", fillings);
}

void print_query(Outline& outline, const CacheModel& model, const Query& query) {
  outline.line("query", query.name);
  outline.below([&] {
    print_arguments(outline, query.arguments);
    outline.line("returns", query.returns);
    for (const FilledTag& tag : query.tags) outline.line("tag", filled(model, tag, query.arguments));
    for (const ResultTag& tag : query.result_tags) {
      outline.line("tag_from_result", filled(model, tag, query.arguments));
    }
    if (query.cache_if) outline.line("cache_if", path_text(query.cache_if->path));
    if (query.takes_previous) outline.line("previous", "on");
    if (query.many) {
      outline.line("many", query.many->method + '(' + query.arguments[query.many->argument].name + ')');
    }
    print_options(outline, query.options, query.duration_names);
    if (!query.value_shape.empty()) outline.line("as bytes", query.value_shape);
    outline.line("identity", query_identity(model, query).text());
  });
}

void print_mutation(Outline& outline, const CacheModel& model, const Mutation& mutation) {
  outline.line(mutation.is_event ? "event" : "mutation", mutation.name);
  outline.below([&] {
    print_arguments(outline, mutation.arguments);
    outline.line("returns", mutation.returns);
    for (const FilledTag& tag : mutation.invalidates)
      outline.line("invalidates", filled(model, tag, mutation.arguments));
    for (const Recache& recache : mutation.recache) {
      std::string text = model.queries[recache.query].name;
      for (const PassedValue& passed : recache.arguments) {
        text += ' ' + (passed.argument ? mutation.arguments[*passed.argument].name : passed.value);
      }
      outline.line("recache", text);
    }
  });
}

}  // namespace

std::string dump(const CacheModel& model) {
  Outline outline;
  outline.line("cache", model.name);
  if (!model.name_space.empty()) outline.line("namespace", model.name_space);
  outline.line("schema", model.schema_name);
  outline.lines("header", model.headers);
  outline.line("defaults");
  outline.below([&] { print_options(outline, model.defaults); });
  if (model.is_async) outline.line("async", "true");
  for (const Id& id : model.ids) outline.line("id", id.name + ": " + id.type);
  outline.line("tags");
  outline.below([&] { print_tree(outline, model, 0); });
  for (std::size_t node = 0; node < model.tags.size(); ++node) {
    if (model.tags[node].kind == TagNode::Kind::all_of) outline.line("intersection", tag_pattern(model, node));
  }
  for (const Query& query : model.queries) print_query(outline, model, query);
  for (const Mutation& mutation : model.mutations) print_mutation(outline, model, mutation);
  for (const ValueCodec& codec : model.codecs) outline.line("codec", codec.type);
  return outline.text();
}

}  // namespace tagcache::generator
