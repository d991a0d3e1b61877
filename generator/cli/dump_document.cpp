#include <utility>

#include "cli/dump.hpp"
#include "cli/outline.hpp"

namespace tagcache::generator {
namespace {

std::string place(const Text& text) {
  const std::string path = text.range.file == nullptr ? "" : text.range.file->path();
  return text.value + "  (" + path + ':' + std::to_string(text.range.line) + ':' + std::to_string(text.range.column) +
         ')';
}

void print(Outline& outline, std::string_view name, const std::optional<Text>& text) {
  if (text) outline.line(name, place(*text));
}

std::string text_of(const WrittenTag& tag) {
  std::string text;
  for (const WrittenSegment& segment : tag.segments) {
    const bool wild = segment.kind == WrittenSegment::Kind::wild;
    if (!wild && !text.empty()) text += '.';
    text += wild ? '(' + segment.text() + ')' : segment.name.value;
  }
  for (const WrittenTag& other : tag.others) text += " & " + text_of(other);
  return text;
}

void print_options(Outline& outline, const WrittenOptions& options) {
  const std::pair<std::string_view, const std::optional<Text>&> texts[] = {{"ttl", options.ttl},
                                                                           {"grace", options.grace},
                                                                           {"negative_ttl", options.negative_ttl},
                                                                           {"error_ttl", options.error_ttl},
                                                                           {"refresh_pause", options.refresh_pause},
                                                                           {"idle_ttl", options.idle_ttl},
                                                                           {"memory_ttl", options.memory_ttl},
                                                                           {"jitter", options.jitter},
                                                                           {"refresh_ahead", options.refresh_ahead},
                                                                           {"soft_timeout", options.soft_timeout},
                                                                           {"hard_timeout", options.hard_timeout},
                                                                           {"on_invalidate", options.on_invalidate},
                                                                           {"consistency", options.consistency},
                                                                           {"single_flight", options.single_flight},
                                                                           {"lease", options.lease},
                                                                           {"verify", options.verify},
                                                                           {"weight", options.weight}};
  for (const auto& [name, text] : texts) print(outline, name, text);
  if (!options.layers) return;
  for (const Text& layer : options.layers->items) outline.line("layer", place(layer));
}

void print_arguments(Outline& outline, const std::vector<WrittenArgument>& arguments) {
  for (const WrittenArgument& argument : arguments) {
    outline.line("argument", argument.name.value + (argument.type ? ": " + argument.type->value : ""));
  }
}

void print_query(Outline& outline, const WrittenQuery& query) {
  outline.line("query", place(query.name));
  outline.below([&] {
    print_arguments(outline, query.arguments);
    for (const Text& name : query.key_only) outline.line("key_only", name.value);
    print(outline, "returns", query.returns);
    for (const WrittenTag& tag : query.tags) outline.line("tag", text_of(tag));
    for (const WrittenTag& tag : query.tags_from_result) outline.line("tag_from_result", text_of(tag));
    if (query.cache_if) outline.line("cache_if", query.cache_if->text());
    if (query.previous) outline.line("previous", "on");
    if (query.many) outline.line("many", query.many->method.value + '(' + query.many->argument.value + ')');
    print_options(outline, query.options);
    print(outline, "doc", query.doc);
  });
}

void print_mutation_as(std::string_view kind, Outline& outline, const WrittenMutation& mutation) {
  outline.line(kind, place(mutation.name));
  outline.below([&] {
    print_arguments(outline, mutation.arguments);
    print(outline, "returns", mutation.returns);
    if (mutation.is_event && kind != "event") outline.line("writes", "nothing");
    print(outline, "doc", mutation.doc);
    for (const WrittenTag& tag : mutation.invalidates) outline.line("invalidates", text_of(tag));
    for (const WrittenRecache& recache : mutation.recache) {
      outline.line("recache", recache.query.value);
      outline.below([&] {
        for (const WrittenPassed& passed : recache.arguments) {
          outline.line(passed.is_value ? "value" : "argument", passed.text.value);
        }
      });
    }
  });
}

void print_mutation(Outline& outline, const WrittenMutation& mutation) {
  print_mutation_as("mutation", outline, mutation);
}

void print_resource(Outline& outline, const WrittenResource& resource) {
  outline.line("resource", text_of(resource.tag));
  outline.below([&] {
    print(outline, "id", resource.id_type);
    print(outline, "doc", resource.tag.doc);
    if (resource.read) print_query(outline, *resource.read);
    const auto below = [&](std::string_view name, const auto& items, const auto& print_item) {
      if (items.empty()) return;
      outline.line(name);
      outline.below([&] {
        for (const auto& item : items) print_item(outline, item);
      });
    };
    below("reads", resource.reads, print_query);
    below("lists", resource.lists, print_query);
    below("creates", resource.creates, print_mutation);
    below("writes", resource.writes, print_mutation);
    below("deletes", resource.deletes, print_mutation);
  });
}

}  // namespace

std::string dump(const SchemaDocument& document) {
  Outline outline;
  outline.line("cache", place(document.cache));
  print(outline, "namespace", document.name_space);
  for (const Text& header : document.headers) outline.line("header", place(header));
  outline.lines("schema", document.schemas_read);
  outline.line("defaults");
  outline.below([&] { print_options(outline, document.defaults); });
  for (const WrittenDuration& duration : document.durations) {
    outline.line("duration", place(duration.name) + ": " + duration.value.value);
  }
  if (document.is_async) outline.line("async", "true");
  for (const WrittenId& id : document.ids) outline.line("id", place(id.name) + ": " + id.type.value);
  for (const WrittenTag& tag : document.tags) {
    outline.line("tag", text_of(tag) + (tag.text ? "  stored as: " + tag.text->value : ""));
  }
  for (const WrittenTag& all : document.intersections) outline.line("intersection", text_of(all));
  for (const WrittenQuery& query : document.queries) print_query(outline, query);
  for (const WrittenMutation& mutation : document.mutations) print_mutation(outline, mutation);
  for (const WrittenResource& resource : document.resources) print_resource(outline, resource);
  for (const WrittenMutation& event : document.events) print_mutation_as("event", outline, event);
  return outline.text();
}

}  // namespace tagcache::generator
