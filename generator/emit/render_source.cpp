#include "emit/render_source.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "emit/render_async.hpp"
#include "emit/render_parts.hpp"
#include "emit/template_text.hpp"

namespace tagcache::generator {
namespace {

std::string tags_from_result(const CppQuery& query) {
  if (query.result_tags.empty()) return "";
  return filled("tags_from_result.cpp",
                {{"parameters", query.result_parameters}, {"statements", lines(query.result_tags)}});
}

std::string cache_if(const CppQuery& query) {
  if (query.cache_if.empty()) return "";
  return "static bool cache_if(const " + query.value + "& result) { return " + query.cache_if + "; }";
}

std::string codec(const CppCodec& codec) {
  const bool is_short = codec.fingerprint.empty();
  const std::string arguments = each(codec.arguments, ",\n", [](const std::string& argument) { return argument; });
  return filled(
      "codec.cpp",
      {{"type", codec.type},
       {"base", codec.base},
       {"arguments", arguments + (is_short ? "> {};" : "> {")},
       {"fingerprint", is_short ? "" : "static constexpr std::uint64_t fingerprint = " + codec.fingerprint + ';'},
       {"close", is_short ? "" : "};"}});
}

std::string load_many(const CppQuery& query) {
  if (query.many.name.empty()) return "";
  return filled("load_many.cpp", {{"varying", query.many.varying},
                                  {"load_type", query.many.load_type},
                                  {"load_parameters", query.many.load_parameters},
                                  {"load", query.many.load}});
}

std::string description(const CppQuery& query) {
  const std::string fingerprint =
      query.fingerprint.empty() ? "" : "static constexpr std::uint64_t fingerprint = " + query.fingerprint + ';';
  return filled("description.cpp", {{"structure", query.structure},
                                    {"value", query.value},
                                    {"types", query.types},
                                    {"name", query.name},
                                    {"number", query.number},
                                    {"options", query.options},
                                    {"fingerprint", fingerprint},
                                    {"key_parameters", query.key_parameters},
                                    {"key_parts", query.key_parts},
                                    {"tag_parameters", query.tag_parameters},
                                    {"tags", query.tags},
                                    {"tags_from_result", tags_from_result(query)},
                                    {"cache_if", cache_if(query)},
                                    {"load_type", query.load_type},
                                    {"load_parameters", query.load_parameters},
                                    {"load", query.load},
                                    {"load_many", load_many(query)}});
}

std::string many_definition(const CppUnit& unit, const CppQuery& query) {
  if (query.many.name.empty()) return "";
  return "\n\n" +
         filled("query_many.cpp",
                {{"value", query.value},
                 {"cache", unit.cache},
                 {"name", query.many.name},
                 {"method_parameters", query.many.method_parameters},
                 {"structure", query.structure},
                 {"arguments", followed_by("::tagcache::PerCall()", query.many.arguments)},
                 {"per_call_parameters", followed_by(std::string(per_call) + " call", query.many.method_parameters)},
                 {"per_call_arguments", followed_by("call", query.many.arguments)},
                 {"if_present_parameters",
                  followed_by(std::string(if_present) + " call", query.many.method_parameters)}}) +
         (unit.is_async ? "\n\n" + async_many_definition(unit, query) : "");
}

std::string query_definition(const CppUnit& unit, const CppQuery& query) {
  return filled("query.cpp",
                {{"value", query.value},
                 {"cache", unit.cache},
                 {"name", query.name},
                 {"method_parameters", query.method_parameters},
                 {"structure", query.structure},
                 {"arguments", query.arguments},
                 {"per_call_parameters", followed_by(std::string(per_call) + " call", query.method_parameters)},
                 {"per_call_arguments", followed_by("call", query.arguments)},
                 {"if_present_parameters", followed_by(std::string(if_present) + " call", query.method_parameters)},
                 {"if_present_arguments", followed_by("call", query.arguments)}}) +
         (unit.is_async ? "\n\n" + async_definition(unit, query) : "") + many_definition(unit, query);
}

std::string mutation_definition(const CppUnit& unit, const CppMutation& mutation) {
  return filled("mutation.cpp", {{"returns", mutation.method_returns},
                                 {"cache", unit.cache},
                                 {"name", mutation.name},
                                 {"method_parameters", mutation.method_parameters},
                                 {"statements", lines(mutation.statements)}}) +
         (unit.is_async ? "\n\n" + async_definition(unit, mutation) : "");
}

std::string key_structure(const CppKeyStructure& structure) {
  return filled("key_structure.cpp", {{"type", structure.type}, {"parts", structure.parts}});
}

std::string tag_paths(const CppUnit& unit) {
  std::vector<CppTagClass> here;
  std::copy_if(unit.tags.begin(), unit.tags.end(), std::back_inserter(here),
               [](const CppTagClass& tag) { return tag.path_in_source; });
  return each(here, "\n\n", [&](const CppTagClass& tag) {
    return filled("tag_path.cpp", {{"tags_class", unit.tags_class}, {"name", tag.name}, {"path", path_body(tag)}});
  });
}

/// What stands before the namespace, the namespace and descriptions stand together; each may be missing.
std::string opening(const CppUnit& unit) {
  std::string text = each(unit.key_structures, "\n\n", key_structure);
  if (!text.empty()) text += "\n\n";
  text += namespace_open(unit);
  if (unit.queries.empty()) return text;
  if (!text.empty() && !text.ends_with("\n\n")) text += '\n';
  return text + filled("descriptions.cpp", {{"descriptions", each(unit.queries, "\n\n", description)}});
}

}  // namespace

std::string source_text(const CppUnit& unit) {
  const auto structure = [](const CppQuery& query) { return query.structure; };
  return fill_template(
      "cache.cpp", template_text("cache.cpp"),
      {{"schema", unit.schema},
       {"header", unit.header},
       {"standard_includes", includes(unit.source_includes, '<', '>')},
       {"warnings_off", lines(unit.warnings_off)},
       {"codec_includes", includes(unit.codec_includes, '<', '>')},
       {"codecs", each(unit.codecs, "\n\n", codec)},
       {"opening", opening(unit)},
       {"tag_paths", tag_paths(unit)},
       {"cache", unit.cache},
       {"source_class", unit.source_class},
       {"default_options", unit.default_options},
       {"query_names", "::tagcache::query_names<" + each(unit.queries, ", ", structure) + '>'},
       {"base", base(unit)},
       {"executor_parameter", executor_parameter(unit)},
       {"executor", unit.is_async ? "std::move(executor), " : ""},
       {"query_methods",
        each(unit.queries, "\n\n", [&](const CppQuery& query) { return query_definition(unit, query); })},
       {"mutation_methods",
        each(unit.mutations, "\n\n", [&](const CppMutation& mutation) { return mutation_definition(unit, mutation); })},
       {"namespace_close", namespace_close(unit)}});
}

}  // namespace tagcache::generator
