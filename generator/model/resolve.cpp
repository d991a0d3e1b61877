#include "model/resolve.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/captured_names.hpp"
#include "model/emitted_names.hpp"
#include "model/hidden_types.hpp"
#include "model/resolve_context.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

/// Each part of `a::b` at its own place.
void check_namespace(const Text& name, const ResolveContext& context) {
  for (const NamespacePart& part : parts_of_namespace(name.value)) {
    SourceRange range = name.range;
    range.column += static_cast<std::uint32_t>(part.begin);
    range.length = std::max(1U, static_cast<std::uint32_t>(part.name.size()));
    context.check_name({part.name, range}, part.use);
  }
}

void resolve_header(ResolveContext& context) {
  const SchemaDocument& document = context.document;
  CacheModel& model = context.model;
  model.schema_name = std::filesystem::path(document.file->path()).filename().string();
  model.name = document.cache.value;
  if (document.doc) model.doc = document.doc->value;
  if (!model.name.empty()) context.check_name(document.cache, NameUse::cache);
  if (document.name_space) {
    model.name_space = document.name_space->value;
    check_namespace(*document.name_space, context);
  }
  for (const auto& [name, declared] : context.catalog.declared) model.names_in_headers.push_back(name);
  model.spellings = spellings_of_captured(document, context.catalog);
  for (const Text& header : document.headers) model.headers.push_back(header.value);
  model.is_async = document.is_async;
  resolve_durations(context);
  model.defaults = resolve_options(document.defaults, context);
}

bool is_taken(const std::string& name, const ResolveContext& context) {
  const auto declared = context.catalog.declared.find(name);
  return declared != context.catalog.declared.end() && !declared->second.only_announced;
}

bool any_is_taken(const std::vector<std::string>& names, const ResolveContext& context) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return is_taken(name, context); });
}

/// A header of the user may have something else of the name of a generated class, in the same namespace.
void check_class_names(const ResolveContext& context) {
  const Text& cache = context.document.cache;
  const std::vector<std::string> names = class_names(cache.value).all();
  if (!any_is_taken(names, context))
    return refuse_classes_that_hide_types(cache, names, mentioned_types(context.document).types, context.diagnostics);
  std::vector<Note> notes;
  for (const std::string& name : names) {
    if (is_taken(name, context)) {
      notes.push_back({context.catalog.declared.at(name).place, "'" + name + "' is declared here"});
    }
  }
  const std::vector<std::string> others = other_cache_names(cache.value);
  const auto free = std::find_if(others.begin(), others.end(), [&](const std::string& other) {
    return !any_is_taken(class_names(other).all(), context);
  });
  context.diagnostics.report({"duplicate-name", cache.range,
                              "the classes of this cache are called " + listed(names) +
                                  ", and a header has something of " + (notes.size() > 1 ? "these names" : "that name"),
                              "a name that is free, with the two that come with it",
                              free == others.end() ? "another name" : "cache: " + *free, std::move(notes)});
}

/// What a class with asynchronous methods has beside what all have.
bool is_taken_by_async(std::string_view method) {
  return method.starts_with("async_") || method == "get_executor" || method == "invalidated" || method == "wait_for" ||
         method == "written";
}

/// Queries, those of several values too, and mutations become methods of the class, beside its constructor.
void check_methods(ResolveContext& context) {
  NameRegister names(context.diagnostics);
  const SchemaDocument& document = context.document;
  const ClassNames classes = class_names(document.cache.value);
  const auto declare = [&](const Text& name, const std::string& what) {
    if (document.is_async && is_taken_by_async(name.value)) {
      context.diagnostics.report({"reserved-name",
                                  name.range,
                                  "'" + name.value + "' is a name that the class needs for asynchronous calls",
                                  "another name",
                                  "load_" + name.value,
                                  {}});
      return;
    }
    if (name.value != classes.cache && name.value != classes.source) {
      names.declare(name, what);
      return;
    }
    context.diagnostics.report({"reserved-name",
                                name.range,
                                "'" + name.value + "' is the name of a class that has a function for it",
                                "another name",
                                "load_" + name.value,
                                {{document.cache.range, "the class is named after this"}}});
  };
  for (const WrittenQuery& query : document.queries) {
    declare(query.name, "the method");
    if (query.many) declare(query.many->method, "the method");
  }
  for (const WrittenMutation& mutation : document.mutations) declare(mutation.name, "the method");
}

}  // namespace

std::optional<CacheModel> resolve(const SchemaDocument& document, const TypeCatalog& catalog,
                                  Diagnostics& diagnostics) {
  CacheModel model;
  ResolveContext context{document, catalog, diagnostics, model};
  resolve_header(context);
  resolve_ids(context);
  resolve_tag_tree(context);
  check_methods(context);
  check_class_names(context);
  context.check_derived_macros();
  const MentionedTypes mentioned = mentioned_types(document);
  refuse_names_that_hide_types(document, mentioned.types, diagnostics);
  refuse_captured_types(document, mentioned, catalog, diagnostics);
  resolve_queries(context);
  resolve_intersections(context);
  check_declared_values(context);
  resolve_values(context);
  resolve_mutations(context);
  check_results(context);
  if (!diagnostics.empty()) return std::nullopt;
  model.tags = context.tree.take_nodes();
  return model;
}

}  // namespace tagcache::generator
