#include "emit/lower.hpp"

#include <algorithm>
#include <set>
#include <tagcache/generated.hpp>
#include <utility>

#include "emit/cpp_comment.hpp"
#include "emit/cpp_names.hpp"
#include "emit/cpp_options.hpp"
#include "emit/lower_codec.hpp"
#include "emit/lower_key.hpp"
#include "emit/lower_query.hpp"
#include "emit/lower_tag.hpp"
#include "emit/respelled_types.hpp"
#include "support/standard_headers.hpp"

namespace tagcache::generator {
namespace {

/// Raised together with tagcache::contract, after the templates were made to fit it.
constexpr int emitted_contract = 5;
static_assert(emitted_contract == tagcache::contract, "the templates were written for another contract of the runtime");

void add_headers(std::set<std::string>& headers, std::string_view type) { headers.merge(standard_headers(type)); }

void add_headers(std::set<std::string>& headers, const std::vector<Argument>& arguments) {
  for (const Argument& argument : arguments) add_headers(headers, argument.type);
}

std::vector<std::string> header_includes(const CacheModel& model) {
  std::set<std::string> headers{"memory"};
  for (const Id& id : model.ids) add_headers(headers, id.type);
  for (const Query& query : model.queries) {
    add_headers(headers, query.returns);
    add_headers(headers, query.arguments);
    if (query.many) headers.insert({"span", "vector"});
  }
  if (!model.queries.empty()) headers.insert("optional");
  for (const Mutation& mutation : model.mutations) {
    add_headers(headers, mutation.returns);
    add_headers(headers, mutation.arguments);
  }
  return {headers.begin(), headers.end()};
}

std::vector<std::string> source_includes(const CacheModel& model) {
  std::set<std::string> headers{"memory", "utility"};
  if (!model.queries.empty()) headers.insert({"string_view", "tuple"});
  const bool any_duration =
      has_duration(model.defaults) || std::any_of(model.queries.begin(), model.queries.end(),
                                                  [](const Query& query) { return has_duration(query.options); });
  if (!codec_includes(model).empty()) headers.insert("cstdint");
  if (any_duration) headers.insert("chrono");
  const bool any_many = std::any_of(model.queries.begin(), model.queries.end(),
                                    [](const Query& query) { return query.many.has_value(); });
  if (any_many) headers.insert({"cstddef", "span", "vector"});
  return {headers.begin(), headers.end()};
}

/// In the order of the schema, which may matter to headers that do not include all they need.
std::vector<std::string> user_includes(const CacheModel& model) {
  std::vector<std::string> headers;
  for (const std::string& header : model.headers) {
    if (std::find(headers.begin(), headers.end(), header) == headers.end()) headers.push_back(header);
  }
  return headers;
}

std::string default_options(const CacheModel& model) {
  const std::string defaults = option_initialisers(model.defaults);
  return ".prefix = \"" + model.name + '"' + (defaults.empty() ? "" : ", .defaults = {" + defaults + '}');
}

}  // namespace

CppUnit lower(const CacheModel& resolved) {
  const CacheModel model = respelled(resolved);
  const ClassNames classes = class_names(model.name);
  const std::string stem = output_stem(model.schema_name);
  LoweredTags tags = lower_tags(model);
  CppUnit unit;
  unit.schema = model.schema_name;
  unit.header = stem + ".hpp";
  unit.source = stem + ".cpp";
  unit.contract = std::to_string(emitted_contract);
  unit.name_space = model.name_space;
  unit.doc = comment_lines(model.doc);
  unit.cache = classes.cache;
  unit.tags_class = classes.tags;
  unit.source_class = classes.source;
  unit.default_options = default_options(model);
  unit.is_async = model.is_async;
  unit.header_includes = header_includes(model);
  unit.source_includes = source_includes(model);
  unit.user_includes = user_includes(model);
  unit.codec_includes = codec_includes(model);
  unit.codecs = lower_codecs(model);
  unit.warnings_off = warnings_off(model);
  unit.tags = std::move(tags.classes);
  unit.root_call = std::move(tags.root_call);
  unit.root_members = std::move(tags.root_members);
  unit.intersections = std::move(tags.intersections);
  unit.key_structures = lower_key_structures(model);
  unit.queries = lower_queries(model);
  unit.mutations = lower_mutations(model, unit.queries);
  return unit;
}

}  // namespace tagcache::generator
