#include "cli/dump.hpp"
#include "cli/outline.hpp"

namespace tagcache::generator {
namespace {

void print(Outline& outline, const CppTagClass& tag) {
  outline.line("tag", tag.pattern);
  outline.below([&] {
    outline.line("name", tag.name);
    outline.line("constructor", tag.constructor);
    outline.line("segments", tag.segments);
    if (tag.path_in_source) outline.line("path", "in the source file");
    if (!tag.call.empty()) outline.line("call", tag.call);
    outline.lines("child", tag.children);
    outline.lines("value", tag.values);
  });
}

void print(Outline& outline, const CppQuery& query) {
  outline.line("query", query.name);
  outline.below([&] {
    outline.line("structure", query.structure);
    outline.line("comment", query.comment);
    outline.line("value", query.value);
    outline.line("parameters", query.parameters);
    outline.line("key_parts", query.key_parts);
    outline.line("tags", query.tags);
    outline.lines("tags_from_result", query.result_tags);
    if (!query.cache_if.empty()) outline.line("cache_if", query.cache_if);
    outline.line("options", query.options);
    if (!query.fingerprint.empty()) outline.line("fingerprint", query.fingerprint);
    outline.line("load", query.load);
    if (!query.many.name.empty()) outline.line("load_many", query.many.load);
  });
}

void print(Outline& outline, const CppKeyStructure& structure) {
  outline.line("key of", structure.type);
  outline.below([&] { outline.line("parts", structure.parts); });
}

void print(Outline& outline, const CppMutation& mutation) {
  outline.line("mutation", mutation.name);
  outline.below([&] {
    outline.line("comment", mutation.comment);
    outline.line("returns", mutation.returns);
    outline.line("parameters", mutation.parameters);
    outline.lines("statement", mutation.statements);
  });
}

}  // namespace

std::string dump(const CppUnit& unit) {
  Outline outline;
  outline.line("schema", unit.schema);
  outline.line("header", unit.header);
  outline.line("source", unit.source);
  outline.line("contract", unit.contract);
  if (!unit.name_space.empty()) outline.line("namespace", unit.name_space);
  outline.line("classes", unit.cache + ' ' + unit.tags_class + ' ' + unit.source_class);
  outline.line("default_options", unit.default_options);
  outline.lines("header_include", unit.header_includes);
  outline.lines("source_include", unit.source_includes);
  outline.lines("user_include", unit.user_includes);
  for (const CppTagClass& tag : unit.tags) print(outline, tag);
  if (!unit.root_call.empty()) outline.line("root_call", unit.root_call);
  outline.lines("root_member", unit.root_members);
  for (const CppKeyStructure& structure : unit.key_structures) print(outline, structure);
  outline.lines("codec_include", unit.codec_includes);
  for (const CppCodec& codec : unit.codecs) outline.line("codec", codec.type);
  for (const CppQuery& query : unit.queries) print(outline, query);
  for (const CppMutation& mutation : unit.mutations) print(outline, mutation);
  return outline.text();
}

}  // namespace tagcache::generator
