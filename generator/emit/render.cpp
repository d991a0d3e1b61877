#include "emit/render.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "emit/layout.hpp"
#include "emit/render_async.hpp"
#include "emit/render_parts.hpp"
#include "emit/render_source.hpp"
#include "emit/template_text.hpp"

namespace tagcache::generator {
namespace {

/// Documentation of the user in front of what the generator says, or behind it, as a paragraph of its own.
std::string doc_in_front(const std::vector<std::string>& doc) { return doc.empty() ? "" : lines(doc) + "\n///"; }
std::string doc_behind(const std::vector<std::string>& doc) { return doc.empty() ? "" : "///\n" + lines(doc); }

std::string tag_class(const CppUnit& unit, const CppTagClass& tag) {
  const std::string path = tag.path_in_source ? ";" : ' ' + path_body(tag);
  const std::string values = tag.values.empty() ? "" : filled("tag_values.hpp", {{"values", lines(tag.values)}});
  return filled("tag.hpp", {{"pattern", tag.pattern},
                            {"doc", doc_behind(tag.doc)},
                            {"name", tag.name},
                            {"tags_class", unit.tags_class},
                            {"constructor", tag.constructor},
                            {"path", path},
                            {"call", tag.call},
                            {"children", lines(tag.children)},
                            {"values", values}});
}

std::string many_declaration(const CppUnit& unit, const CppQuery& query) {
  if (query.many.name.empty()) return "";
  return '\n' +
         filled("query_many.hpp",
                {{"comment", query.many.comment},
                 {"value", query.value},
                 {"name", query.many.name},
                 {"parameters", query.many.parameters},
                 {"per_call_parameters", followed_by(std::string(per_call), query.many.parameters)},
                 {"if_present_parameters", followed_by(std::string(if_present), query.many.parameters)}}) +
         (unit.is_async ? '\n' + async_many_method(unit, query) : "");
}

std::string query_declaration(const CppUnit& unit, const CppQuery& query) {
  return filled("query.hpp", {{"doc", doc_in_front(query.doc)},
                              {"comment", query.comment},
                              {"value", query.value},
                              {"name", query.name},
                              {"parameters", query.parameters},
                              {"per_call_parameters", followed_by(std::string(per_call), query.parameters)},
                              {"if_present_parameters", followed_by(std::string(if_present), query.parameters)}}) +
         (unit.is_async ? '\n' + async_method(unit, query) : "") + many_declaration(unit, query);
}

std::string mutation_declaration(const CppUnit& unit, const CppMutation& mutation) {
  return filled("mutation.hpp", {{"doc", doc_in_front(mutation.doc)},
                                 {"comment", mutation.comment},
                                 {"returns", mutation.method_returns},
                                 {"name", mutation.name},
                                 {"parameters", mutation.parameters}}) +
         (unit.is_async ? '\n' + async_method(unit, mutation) : "");
}

std::string source_function(const std::vector<std::string>& doc, const std::string& returns, const std::string& name,
                            const std::string& parameters) {
  return filled("source_function.hpp",
                {{"doc", lines(doc)}, {"returns", returns}, {"name", name}, {"parameters", parameters}});
}

std::string query_functions(const CppQuery& query) {
  const std::string one = source_function(query.doc, query.load_type, query.name, query.source_parameters);
  if (query.many.name.empty()) return one;
  const std::vector<std::string> doc{"/// One value for each, in their order."};
  return one + '\n' +
         source_function(doc, "std::vector<" + query.many.load_type + '>', query.many.name,
                         query.many.source_parameters);
}

/// Those that the source has a function for.
std::vector<CppMutation> written_mutations(const CppUnit& unit) {
  std::vector<CppMutation> written;
  std::copy_if(unit.mutations.begin(), unit.mutations.end(), std::back_inserter(written),
               [](const CppMutation& mutation) { return !mutation.is_event; });
  return written;
}

std::string source_comment(const CppUnit& unit) {
  const std::string what = "Where " + unit.cache + " loads and writes: one function a query, one a mutation. ";
  if (!unit.is_async) {
    return what +
           "The cache calls them from the caller's thread and, for background refreshes, from its executor; they must "
           "be safe to call from several threads at once.";
  }
  return what +
         "They are coroutines, which run on strands of the cache's executor, several at a time; what a reference "
         "refers "
         "to lives as long as its coroutine.";
}

std::string cache_comment(const CppUnit& unit) {
  const std::string what =
      "A typed cache in front of " + unit.source_class + ". Safe to use from several threads at once.";
  if (unit.queries.empty()) return what;
  return what +
         " In front of its arguments a query takes tagcache::QueryOptions for this call, tagcache::force_refresh, "
         "or tagcache::if_present, which never loads.";
}

std::string constructor_comment(const CppUnit& unit) {
  const std::string what = "`source` is not owned and must outlive the cache. ";
  const std::string runs = unit.is_async ? "Coroutines run on `executor`, and handlers that do not say where. " : "";
  return what + runs + "What is absent in `options` is as default_options() say.";
}

std::string intersections(const CppUnit& unit) {
  if (unit.intersections.empty()) return "";
  const std::string patterns = each(unit.intersections, ", ", [](const CppIntersection& each) { return each.pattern; });
  const std::string types = each(unit.intersections, ",\n    ", [](const CppIntersection& each) { return each.type; });
  return "/// What can be named as carrying several tags: " + patterns + ".\n" +
         "using intersections_ = ::tagcache::Intersections<\n    " + types + ">;";
}

std::string header_text(const CppUnit& unit) {
  return fill_template(
      "cache.hpp", template_text("cache.hpp"),
      {{"schema", unit.schema},
       {"runtime_header", unit.is_async ? "tagcache/asio/generated.hpp" : "tagcache/generated.hpp"},
       {"base", base(unit)},
       {"source_comment", source_comment(unit)},
       {"cache_comment", cache_comment(unit)},
       {"constructor_comment", constructor_comment(unit)},
       {"executor_parameter", executor_parameter(unit)},
       {"contract", unit.contract},
       {"standard_includes", includes(unit.header_includes, '<', '>')},
       {"user_includes", includes(unit.user_includes, '"', '"')},
       {"namespace_open", namespace_open(unit)},
       {"namespace_close", namespace_close(unit)},
       {"cache", unit.cache},
       {"doc", doc_behind(unit.doc)},
       {"tags_class", unit.tags_class},
       {"source_class", unit.source_class},
       {"tag_classes", each(unit.tags, "\n\n", [&](const CppTagClass& tag) { return tag_class(unit, tag); })},
       {"intersections", intersections(unit)},
       {"root_call", unit.root_call},
       {"root_members", lines(unit.root_members)},
       {"query_functions", each(unit.queries, "\n", query_functions)},
       {"mutation_functions", each(written_mutations(unit), "\n",
                                   [](const CppMutation& mutation) {
                                     return source_function(mutation.doc, mutation.source_type, mutation.name,
                                                            mutation.parameters);
                                   })},
       {"query_methods",
        each(unit.queries, "\n", [&](const CppQuery& query) { return query_declaration(unit, query); })},
       {"mutation_methods",
        each(unit.mutations, "\n", [&](const CppMutation& mutation) { return mutation_declaration(unit, mutation); })},
       {"async_members", unit.is_async ? async_members(unit) : ""}});
}

}  // namespace

std::vector<GeneratedFile> render(const CppUnit& unit) {
  return {{unit.header, wrap_lines(header_text(unit))}, {unit.source, wrap_lines(source_text(unit))}};
}

}  // namespace tagcache::generator
